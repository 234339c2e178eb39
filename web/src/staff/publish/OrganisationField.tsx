// Which client a document is for: type a part of its name or number, pick it from the list.
import { useQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { answer, api } from "../../api/client";
import type { FirmOrganisation, Named } from "../../api/types";
import { Field } from "../../ui/fields";
import { useStaffMessages } from "../i18n/messages";
import { keys } from "../place";
import { matching } from "./matching";

/** A list that is longer than this is narrowed down by typing, not by scrolling. */
const MOST_SHOWN = 20;
/** The largest page that the API answers. */
const MOST_AT_ONCE = 100;

async function allOrganisations(): Promise<FirmOrganisation[]> {
  const found: FirmOrganisation[] = [];
  let cursor: string | null | undefined;
  do {
    const params = { query: { limit: MOST_AT_ONCE, ...(cursor && { cursor }) } };
    const page = await answer(api.GET("/api/office/organisations", { params }));
    found.push(...page.organisations);
    cursor = page.next;
  } while (cursor);
  return found;
}

interface OrganisationFieldProps {
  organisation: Named | null;
  error: string | undefined;
  onChoose(organisation: Named | null): void;
}

export function OrganisationField({ organisation, error, onChoose }: OrganisationFieldProps) {
  const { common, publish } = useStaffMessages();
  const query = useQuery({ queryKey: keys.organisations, queryFn: allOrganisations });
  const [typed, setTyped] = useState(organisation?.name ?? "");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = matching(query.data ?? [], organisation ? "" : typed).slice(0, MOST_SHOWN);
  const isOpen = open && query.data !== undefined;
  const active = isOpen ? found[at] : undefined;

  const choose = (row: FirmOrganisation) => {
    onChoose({ id: row.id, name: row.name });
    setTyped(row.name);
    setOpen(false);
  };
  const move = (by: number) => {
    setOpen(true);
    setAt(isOpen && found.length > 0 ? (at + by + found.length) % found.length : 0);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active) choose(active);
    else if (event.key === "Escape" && isOpen) setOpen(false);
    else return;
    event.preventDefault();
  };
  return (
    <div className="combobox">
      <Field
        name="organisation"
        label={common.organisation}
        hint={publish.organisationHint}
        error={error ?? (query.isError ? publish.organisationsFailed : undefined)}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls="organisation-list"
        aria-autocomplete="list"
        aria-activedescendant={active ? `organisation-${active.id}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
          if (organisation) onChoose(null);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={pressed}
        onBlur={() => setOpen(false)}
      />
      {isOpen && (
        <div className="combobox-list">
          <div id="organisation-list" role="listbox" aria-label={common.organisation}>
            {found.map((row) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys, as a combobox does.
              <div
                key={row.id}
                id={`organisation-${row.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={row === active}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(row)}
              >
                <Building2 aria-hidden="true" />
                <span className="two-lines">
                  <span className="strong">{row.name}</span>
                  <span className="small">{row.client_number}</span>
                </span>
              </div>
            ))}
          </div>
          <p className={found.length > 0 ? "visually-hidden" : "combobox-none"} role="status">
            {found.length > 0 ? publish.organisationCount(found.length) : publish.organisationNone}
          </p>
        </div>
      )}
    </div>
  );
}
