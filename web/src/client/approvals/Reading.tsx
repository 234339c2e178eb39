// Reading a document, on the whole screen. Opening it is what the portal records as having seen this
// version; a version that is no longer the newest is said so, also in the middle of reading.
import { Info, X } from "lucide-react";
import { Suspense, useCallback, useState } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { Document } from "../../api/types";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { lazyPage } from "../../ui/lazyPage";
import { Skeleton } from "../../ui/waiting";
import { ActionBar } from "./ActionBar";
import { useApprovalMessages } from "./i18n/messages";
import { documentAddress, type Place } from "./place";
import { useDocumentNews } from "./queries";
import { WithDocument } from "./WithDocument";
import { told, whyOf } from "./why";

const Reader = lazyPage(() => import("../../pdf/Reader"));

export function Reading({ place }: { place: Place }) {
  return (
    <WithDocument place={place}>
      {(document) => <Open place={place} newest={document} />}
    </WithDocument>
  );
}

function Open({ place, newest }: { place: Place; newest: Document }) {
  const texts = useApprovalMessages();
  const [, navigate] = useLocation();
  const [start] = useState(told);
  const { changed, opened } = useDocumentNews(place);
  // The version before one's eyes, which stays until one chooses the newer one.
  const [document, setDocument] = useState(newest);
  const [explained, setExplained] = useState(start.why !== "not_viewed");
  const superseded = newest.version !== document.version;
  const closed = document.status === "open" && newest.status !== "open" && !superseded;
  const shown = superseded ? document : newest;
  const { version } = document;

  const close = useCallback(() => {
    if (start.fromDocument) history.back();
    else navigate(documentAddress(place), { replace: true });
  }, [start, navigate, place]);
  const address = async () => {
    const path = { ...place };
    try {
      const call = api.POST("/api/approvals/{organisation}/documents/{document}/open", {
        params: { path },
        body: { version },
      });
      return (await answer(call)).url;
    } catch (thrown) {
      // The answer to asking again is the newer version, which the dialog then offers.
      if (whyOf(toProblem(thrown).code)) await changed();
      throw thrown;
    }
  };
  return (
    <Suspense fallback={<Waiting />}>
      <Reader
        key={version}
        title={document.title}
        owner={document.organisation.name}
        file={document.file}
        address={address}
        closeLabel={texts.reading.close}
        onClose={close}
        onOpened={() => opened(version)}
        notice={!explained && <ReadFirst onClose={() => setExplained(true)} />}
      >
        {shown.status === "open" && !superseded && (
          <ActionBar place={place} document={shown} onUnread={() => setExplained(false)} />
        )}
        {superseded && (
          <Dialog title={texts.reading.newTitle} onCancel={() => setDocument(newest)}>
            <p>{texts.reading.newText}</p>
            <div className="actions">
              <Button kind="primary" onClick={() => setDocument(newest)}>
                {texts.reading.openNew}
              </Button>
            </div>
          </Dialog>
        )}
        {closed && (
          <Dialog title={texts.reading.goneTitle} onCancel={close}>
            <p>{texts.reading.goneText}</p>
            <div className="actions">
              <Button kind="primary" onClick={close}>
                {texts.reading.toDocument}
              </Button>
            </div>
          </Dialog>
        )}
      </Reader>
    </Suspense>
  );
}

function ReadFirst({ onClose }: { onClose(): void }) {
  const { reading } = useApprovalMessages();
  return (
    <div className="reader-notice">
      <Info aria-hidden="true" />
      <p role="alert">{reading.readFirst}</p>
      <button type="button" aria-label={reading.understood} onClick={onClose}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}

function Waiting() {
  return (
    <div className="page">
      <Skeleton lines={8} />
    </div>
  );
}
