// What a document is about: the fields that the client later reads.

import type { ChangeEvent } from "react";
import { serverNow } from "../../api/clock";
import { civilDate, formatAmount, formatPeriod } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Field, FieldError } from "../../ui/fields";
import { Select } from "../../ui/Select";
import { TextArea } from "../../ui/TextArea";
import { useStaffMessages } from "../i18n/messages";
import { KINDS, RECIPIENTS } from "../kinds";
import type { Action } from "../useAction";
import type { Entries } from "./entries";
import { parseMoney } from "./money";
import { OrganisationField } from "./OrganisationField";
import { parsePeriod } from "./period";

interface DetailsProps {
  entries: Entries;
  /** A draft belongs to one organisation for good. */
  isFixed: boolean;
  change(change: Partial<Entries>): void;
  errorOf: Action["errorOf"];
}

type Typed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;

export function Details({ entries, isFixed, change, errorOf }: DetailsProps) {
  const { common, publish, kinds, recipients } = useStaffMessages();
  const take = (name: keyof Entries) => (event: Typed) => change({ [name]: event.target.value });
  return (
    <>
      {!isFixed && (
        <OrganisationField
          organisation={entries.organisation}
          error={errorOf("organisation")}
          onChoose={(organisation) => change({ organisation, stages: null })}
        />
      )}
      <Select
        name="kind"
        label={common.kind}
        error={errorOf("kind")}
        value={entries.kind}
        onChange={take("kind")}
      >
        {entries.kind === "" && <option value="">{publish.chooseKind}</option>}
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {kinds[kind]}
          </option>
        ))}
      </Select>
      <PeriodField entries={entries} error={errorOf("period")} onChange={take("period")} />
      <Field
        name="title"
        label={common.title}
        hint={publish.titleHint}
        error={errorOf("title")}
        autoComplete="off"
        maxLength={120}
        value={entries.title}
        onChange={take("title")}
      />
      <AmountField entries={entries} change={change} errorOf={errorOf} />
      <Field
        name="deadline"
        type="date"
        label={publish.deadlineLabel}
        error={errorOf("deadline")}
        min={civilDate(serverNow())}
        max="2099-12-31"
        value={entries.deadline}
        onChange={take("deadline")}
      />
      <Select
        name="recipient"
        label={common.recipient}
        hint={publish.recipientHint}
        error={errorOf("recipient")}
        value={entries.recipient}
        onChange={take("recipient")}
      >
        {entries.recipient === "" && <option value="" />}
        {RECIPIENTS.map((recipient) => (
          <option key={recipient} value={recipient}>
            {recipients[recipient]}
          </option>
        ))}
      </Select>
      <TextArea
        name="message"
        label={common.message}
        hint={publish.messageHint}
        error={errorOf("message")}
        value={entries.message}
        onChange={take("message")}
      />
    </>
  );
}

function PeriodField(props: {
  entries: Entries;
  error: string | undefined;
  onChange(event: Typed): void;
}) {
  const { common, publish } = useStaffMessages();
  const { language } = useLanguage();
  const period = parsePeriod(props.entries.period);
  const understood = period && formatPeriod(language, period);
  const isSame = understood?.toLowerCase() === props.entries.period.trim().toLowerCase();
  return (
    <Field
      name="period"
      label={common.period}
      hint={publish.periodHint}
      error={props.error}
      autoComplete="off"
      maxLength={40}
      value={props.entries.period}
      onChange={props.onChange}
      inside={
        <output className="understood" htmlFor="period">
          {understood && !isSame ? understood : ""}
        </output>
      }
    />
  );
}

function AmountField({ entries, change, errorOf }: Omit<DetailsProps, "isFixed">) {
  const { publish } = useStaffMessages();
  const { language } = useLanguage();
  const money = parseMoney(entries.amount);
  const error = errorOf("meaning");
  return (
    <div className="amount">
      <Field
        name="amount"
        label={publish.amountLabel}
        hint={publish.amountHint}
        error={errorOf("amount")}
        autoComplete="off"
        inputMode="decimal"
        maxLength={24}
        value={entries.amount}
        onChange={(event) => change({ amount: event.target.value })}
        inside={
          <output className="understood" htmlFor="amount">
            {money.problem ? "" : formatAmount(language, money.cents)}
          </output>
        }
      />
      <fieldset
        className={error ? "choices inline field-wrong" : "choices inline"}
        aria-describedby={error ? "meaning-error" : undefined}
      >
        <legend className="visually-hidden">{publish.meaning}</legend>
        {error && <FieldError name="meaning">{error}</FieldError>}
        {(["to_pay", "to_receive"] as const).map((meaning) => (
          <label key={meaning}>
            <input
              type="radio"
              id={meaning === "to_pay" ? "meaning" : undefined}
              name="meaning"
              checked={entries.meaning === meaning}
              onChange={() => change({ meaning })}
            />
            <span>{meaning === "to_pay" ? publish.toPay : publish.toReceive}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
