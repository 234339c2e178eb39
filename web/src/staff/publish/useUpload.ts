// The way of a PDF to the portal from a draft's page: looked at here, then sent.
import { useEffect, useRef, useState } from "react";
import type { Draft } from "../../api/types";
import { type CheckedFile, checkPdf } from "../../upload/file";
import type { Place } from "../place";
import { Sending, type UploadState } from "./sending";

/** The file picked before there was a draft to send it to, for the page of the draft. */
let handedOver: { document: string; checked: CheckedFile } | undefined;

export function handOver(document: string, checked: CheckedFile): void {
  handedOver = { document, checked };
}

function takeOver(document: string | undefined): CheckedFile | undefined {
  if (!document || handedOver?.document !== document) return undefined;
  const { checked } = handedOver;
  handedOver = undefined;
  return checked;
}

export interface Upload {
  state: UploadState;
  pick(file: File): void;
  /** Sends again, or goes on at once instead of waiting. */
  again(): void;
  cancel(): void;
}

/** `place` is missing until the draft has been saved for the first time. */
export function useUpload(place: Place | undefined, onStored: (draft: Draft) => void): Upload {
  const [state, setState] = useState<UploadState>({ phase: "none" });
  const sending = useRef<Sending>(undefined);

  const send = async (checked: CheckedFile) => {
    if (!place) return setState({ phase: "picked", checked });
    sending.current?.cancel();
    const own = new Sending(place, checked, (next) => {
      if (!own.ended) setState(next);
    });
    sending.current = own;
    const draft = await own.run();
    if (!draft || own.ended) return;
    setState({ phase: "none" });
    onStored(draft);
  };
  const pick = async (file: File) => {
    sending.current?.cancel();
    setState({ phase: "checking", name: file.name });
    const checked = await checkPdf(file);
    if (typeof checked === "object") await send(checked);
    else setState({ phase: "failed", name: file.name, code: checked });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the draft's page opens.
  useEffect(() => {
    const checked = takeOver(place?.document);
    if (checked) void send(checked);
  }, []);
  useEffect(() => () => sending.current?.cancel(), []);
  return {
    state,
    pick: (file) => void pick(file),
    again: () => {
      if ("checked" in state && state.checked) void send(state.checked);
    },
    cancel: () => {
      sending.current?.cancel();
      setState({ phase: "none" });
    },
  };
}
