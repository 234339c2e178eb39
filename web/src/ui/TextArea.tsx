// Several lines of text, with label, hint and error as every field has them.
import { Around, type Native } from "./fields";

export function TextArea({ name, label, hint, error, ...area }: Native<"textarea">) {
  return (
    <Around name={name} label={label} hint={hint} error={error}>
      {(tied) => <textarea rows={5} maxLength={2000} {...area} {...tied} />}
    </Around>
  );
}
