// A choice out of a short list: the browser's own, which phones show in their own way.
import { ChevronDown } from "lucide-react";

interface SelectFieldProps {
  name: string;
  label: string;
  value: string;
  options: (readonly [value: string, label: string])[];
  onChange(value: string): void;
}

export function SelectField({ name, label, value, options, onChange }: SelectFieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <div className="field-box select-box">
        <select
          id={name}
          name={name}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" />
      </div>
    </div>
  );
}
