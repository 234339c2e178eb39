// Copying to the clipboard.
import { Check } from "lucide-react";
import { useState } from "react";
import { Button } from "./Button";

/** Copies a text, and says so on the button itself for as long as it stands. */
export function CopyButton({ text, label, done }: { text: string; label: string; done: string }) {
  const [copied, setCopied] = useState<string>();
  const isCopied = copied === text;
  return (
    <>
      <Button onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(text))}>
        {isCopied && <Check aria-hidden="true" />}
        {isCopied ? done : label}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? done : ""}
      </span>
    </>
  );
}
