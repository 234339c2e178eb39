// Recovery codes, shown once: to copy, to keep as a file, to print, and only left with a promise
// that they were stored.
import { Download, Printer } from "lucide-react";
import { useEffect, useMemo } from "react";
import * as v from "valibot";
import { useBranding } from "../branding";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Checkbox";
import { CopyButton } from "../ui/CopyButton";
import { ErrorSummary } from "../ui/ErrorSummary";
import { useForm } from "../ui/form";
import { Page } from "../ui/Page";
import { usePortalMessages } from "./i18n/messages";

interface RecoveryCodesProps {
  codes: string[];
  onStored(): void | Promise<void>;
}

export function RecoveryCodes({ codes, onStored }: RecoveryCodesProps) {
  const { recovery } = usePortalMessages();
  const { firm } = useBranding();
  const text = [recovery.fileHead(firm), "", ...codes, "", recovery.fileFoot, ""].join("\n");
  useKeepPage();
  const form = useForm({
    schema: v.object({
      stored: v.pipe(v.optional(v.string(), ""), v.nonEmpty(recovery.storedMissing)),
    }),
    submit: async () => onStored(),
  });
  return (
    <Page id="recovery-codes" title={recovery.title}>
      <p className="lead no-print">{recovery.intro}</p>
      <p className="print-only">{recovery.fileHead(firm)}</p>
      <ol className="codes" aria-label={recovery.list}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className="print-only">{recovery.fileFoot}</p>
      <div className="tools no-print">
        <CopyButton text={text} label={recovery.copy} done={recovery.copied} />
        <DownloadLink text={text} name={recovery.file} label={recovery.download} />
        <Button onClick={() => print()}>
          <Printer aria-hidden="true" />
          {recovery.print}
        </Button>
      </div>
      <form className="form no-print" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <Checkbox name="stored" label={recovery.stored} error={form.errorOf("stored")} />
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {recovery.submit}
        </Button>
      </form>
    </Page>
  );
}

/** Reloading or closing would lose the codes, so the browser asks first. */
function useKeepPage(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
}

function DownloadLink({ text, name, label }: { text: string; name: string; label: string }) {
  const address = useMemo(
    () => URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })),
    [text],
  );
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return (
    <a className="button button-secondary" href={address} download={name}>
      <Download aria-hidden="true" />
      {label}
    </a>
  );
}
