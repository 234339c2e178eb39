// The PDF of a draft: picked or dragged, sent with its progress, replaced, or why it was refused.
import { CircleAlert, FileText, LoaderCircle, Upload as UploadIcon, WifiOff } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import type { File as StoredFile } from "../../api/types";
import { formatSize } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { FieldError } from "../../ui/fields";
import { useStaffMessages } from "../i18n/messages";
import { useProblemTexts } from "../useAction";
import type { UploadState } from "./sending";
import type { Upload } from "./useUpload";

interface FileFieldProps {
  stored: StoredFile | null;
  upload: Upload;
  error: string | undefined;
}

export function FileField({ stored, upload, error }: FileFieldProps) {
  const { file: texts } = useStaffMessages();
  const { ofCode } = useProblemTexts();
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string>();
  const drag = useDrag((files) => {
    const [file] = files;
    setRefused(files.length > 1 ? texts.one : undefined);
    if (file && files.length === 1) upload.pick(file);
  });
  const { state } = upload;
  const wrong = refused ?? (state.phase === "failed" ? ofCode(state.code) : error);
  const hasFile = stored !== null || state.phase !== "none";
  return (
    <div
      className={`${wrong ? "field-wrong " : ""}drop${drag.isOver ? " drop-over" : ""}`}
      {...drag.handlers}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept="application/pdf,.pdf"
        onChange={(event) => {
          const file = event.target.files?.[0];
          setRefused(undefined);
          if (file) upload.pick(file);
          // So that picking the same file again, after mending it, counts as a change.
          event.target.value = "";
        }}
      />
      <div aria-live="polite">
        {wrong && <FieldError name="file">{wrong}</FieldError>}
        <Progress state={state} upload={upload} />
      </div>
      {stored && state.phase === "none" && <Stored file={stored} />}
      <div className="drop-choose">
        {state.phase === "failed" && state.checked ? (
          <Button onClick={upload.again}>{texts.again}</Button>
        ) : null}
        <Button
          id="file"
          aria-describedby={wrong ? "file-limits file-error" : "file-limits"}
          onClick={() => input.current?.click()}
        >
          <UploadIcon aria-hidden="true" />
          {hasFile ? texts.other : texts.choose}
        </Button>
        <p className="drop-hint">{drag.isOver ? texts.dropNow : texts.drop}</p>
      </div>
      <p className="field-hint" id="file-limits">
        {texts.limits}
      </p>
    </div>
  );
}

/** Files over a part of the page; a drop beside it must not lead the browser away to the file. */
function useDrag(onFiles: (files: File[]) => void) {
  const [isOver, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      },
    },
  };
}

function FileLine(props: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <div className="file-line">
      {props.icon}
      <div className="file-text">
        <p className="strong">{props.name}</p>
        {props.children}
      </div>
    </div>
  );
}

function Stored({ file }: { file: StoredFile }) {
  const { file: texts } = useStaffMessages();
  const { language } = useLanguage();
  return (
    <FileLine icon={<FileText aria-hidden="true" />} name={file.name}>
      <p className="soft">
        {texts.pages(file.pages)} · {formatSize(language, file.size)} · {texts.stored}
      </p>
    </FileLine>
  );
}

function Progress({ state, upload }: { state: UploadState; upload: Upload }) {
  const { file: texts } = useStaffMessages();
  const { language } = useLanguage();
  const turning = <LoaderCircle className="spin" aria-hidden="true" />;
  switch (state.phase) {
    case "none":
      return null;
    case "checking":
      return (
        <FileLine icon={turning} name={state.name}>
          <p className="soft">{texts.checking}</p>
        </FileLine>
      );
    case "picked":
      return (
        <FileLine icon={<FileText aria-hidden="true" />} name={state.checked.file.name}>
          <p className="soft">
            {formatSize(language, state.checked.file.size)} · {texts.willSend}
          </p>
          <Button kind="plain" onClick={upload.cancel}>
            {texts.remove}
          </Button>
        </FileLine>
      );
    case "sending": {
      const { name } = state.checked.file;
      const percent = Math.floor(100 * state.fraction);
      return (
        <FileLine icon={turning} name={name}>
          <progress max={1} value={state.fraction} aria-label={texts.sendingLabel(name)} />
          <p className="soft" aria-hidden="true">
            {texts.sending(percent)}
          </p>
          <Button kind="plain" onClick={upload.cancel}>
            {texts.cancel}
          </Button>
        </FileLine>
      );
    }
    case "lost":
      return (
        <FileLine icon={<WifiOff aria-hidden="true" />} name={state.checked.file.name}>
          <p>{texts.lost}</p>
          <div className="actions">
            <Button kind="plain" onClick={upload.again}>
              {texts.again}
            </Button>
            <Button kind="plain" onClick={upload.cancel}>
              {texts.cancel}
            </Button>
          </div>
        </FileLine>
      );
    case "confirming":
      return (
        <FileLine icon={turning} name={state.checked.file.name}>
          <p className="soft">{texts.confirming}</p>
        </FileLine>
      );
    case "failed":
      return (
        <FileLine icon={<CircleAlert aria-hidden="true" />} name={state.name}>
          <p className="soft">{texts.failed}</p>
        </FileLine>
      );
  }
}
