// Where the office reads a PDF: beside the fields where there is room, else on the whole screen.
import { FileText, X } from "lucide-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { useMessages } from "../i18n/language";
import type { ContentProps } from "../pdf/Reader";
import { Button } from "../ui/Button";
import { lazyPage } from "../ui/lazyPage";
import { useMedia } from "../ui/useMedia";
import { Skeleton } from "../ui/waiting";
import { useStaffMessages } from "./i18n/messages";

const Pages = lazyPage(() => import("./Pages"));

/** Beside the fields; on a phone a button that leads to the whole screen. */
export function ReaderBeside(props: ContentProps) {
  const { preview } = useStaffMessages();
  const hasRoom = useMedia("(min-width: 900px)");
  const [open, setOpen] = useState(false);
  if (hasRoom) {
    return (
      <section className="reader-beside" aria-label={preview.pdf}>
        <Suspense fallback={<Skeleton lines={6} />}>
          <Pages {...props} />
        </Suspense>
      </section>
    );
  }
  return (
    <div className="reader-place">
      <FileText aria-hidden="true" />
      <p>{props.file.name}</p>
      <Button onClick={() => setOpen(true)}>{preview.open}</Button>
      {open && <ReaderDialog {...props} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** The whole screen, over the page; the focus comes back to where it was. */
export function ReaderDialog(props: ContentProps & { onClose(): void }) {
  const { preview } = useStaffMessages();
  const { common } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const { file, onClose } = props;
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="reader-dialog"
      aria-label={file.name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="reader-top">
        <p className="reader-name">{file.name}</p>
        <button
          type="button"
          className="reader-close"
          aria-label={preview.close}
          title={preview.close}
          onClick={onClose}
        >
          <X aria-hidden="true" />
        </button>
      </div>
      <Suspense fallback={<p className="reader-name">{common.wait}</p>}>
        <Pages {...props} />
      </Suspense>
    </dialog>
  );
}
