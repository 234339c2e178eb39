// The entries of one draft while they are edited: kept in this tab until they are saved.
import { useEffect, useState } from "react";
import { useSession } from "../../client/session";
import { useLanguage } from "../../i18n/language";
import { useStaffMessages } from "../i18n/messages";
import { changed, type Entries, keepEntries, keptEntries } from "./entries";
import { written } from "./stages";

export interface EntriesHandle {
  entries: Entries;
  /** Differs from what is saved. */
  isChanged: boolean;
  /** Came back from an earlier visit to this page. */
  isRestored: boolean;
  change(change: Partial<Entries>): void;
  reset(): void;
  /** The entries are saved elsewhere: this tab need not keep them. */
  forget(): void;
}

const comparable = (entries: Entries) =>
  JSON.stringify({ ...entries, stages: written(entries.stages) });
const same = (one: Entries, other: Entries) => comparable(one) === comparable(other);

/** `place` names the draft for the tab's memory; `saved` is what the portal has of it. */
export function useEntries(place: string, saved: Entries): EntriesHandle {
  const { language } = useLanguage();
  const { user } = useSession();
  const t = useStaffMessages();
  const [kept] = useState(() => keptEntries(place, user));
  const [entries, setEntries] = useState(kept ?? saved);
  const isChanged = !same(entries, saved);
  useEffect(
    () => keepEntries(place, user, isChanged ? entries : undefined),
    [place, user, entries, isChanged],
  );
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isChanged]);
  return {
    entries,
    isChanged,
    isRestored: kept !== undefined && isChanged,
    change: (change) =>
      setEntries((before) => changed(before, change, { language, t, today: new Date() })),
    reset: () => setEntries(saved),
    forget: () => keepEntries(place, user, undefined),
  };
}
