// A choice out of a short list: the browser's own, which phones show in their own way.
import { ChevronDown } from "lucide-react";
import { Around, type Native } from "./fields";

export function Select({ name, label, hint, error, ...select }: Native<"select">) {
  return (
    <Around name={name} label={label} hint={hint} error={error} look="choice">
      {(tied) => (
        <>
          <select {...select} {...tied} />
          <ChevronDown aria-hidden="true" />
        </>
      )}
    </Around>
  );
}
