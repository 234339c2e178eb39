// Releasing drafts that were chosen in the list: a question with how many, then how each of them ended.
import "../styles/bulk.css";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { answer, api } from "../api/client";
import { ApiProblem } from "../api/problem";
import type { DraftRow } from "../api/types";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { ErrorSummary } from "../ui/ErrorSummary";
import { Notice } from "../ui/Notice";
import { PORTAL } from "./bulk/portal";
import { type Released, releaseAll } from "./bulk/releasing";
import { useStaffMessages } from "./i18n/messages";
import { Leaving } from "./Leaving";
import { Meter } from "./parts";
import { draftAddress, keys, placeOf } from "./place";
import { useAction, useProblemTexts } from "./useAction";

/** Whether this user can release it as it is. */
export const canRelease = ({ ready, may_release }: DraftRow): boolean => ready && may_release;

export interface ChosenDrafts {
  drafts: DraftRow[];
  has(draft: DraftRow): boolean;
  toggle(draft: DraftRow): void;
  set(drafts: DraftRow[]): void;
}

/** What was chosen, as it was looked at: a draft that somebody changes is not released then. */
export function useChosen(): ChosenDrafts {
  const [chosen, setChosen] = useState<ReadonlyMap<string, DraftRow>>(new Map());
  const mapOf = (drafts: DraftRow[]) => new Map(drafts.map((draft) => [draft.id, draft]));
  return {
    drafts: [...chosen.values()],
    has: ({ id }) => chosen.has(id),
    toggle: (draft) => {
      const others = [...chosen.values()].filter(({ id }) => id !== draft.id);
      setChosen(mapOf(chosen.has(draft.id) ? others : [...others, draft]));
    },
    set: (drafts) => setChosen(mapOf(drafts)),
  };
}

/** Of documents that clients see already: releasing one voids the approvals of the version before. */
const isCorrection = ({ version }: DraftRow): boolean => version > 1;

/**
 * Every draft of a new document that this user can release, also those beyond the pages that are shown. Corrections are
 * chosen one by one, by who sees them.
 */
async function everyReady(): Promise<DraftRow[]> {
  const found: DraftRow[] = [];
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { limit: 100, cursor } : { limit: 100 };
    const page = await answer(api.GET("/api/office/drafts", { params: { query } }));
    found.push(...page.drafts.filter((draft) => canRelease(draft) && !isCorrection(draft)));
    cursor = page.next;
  } while (cursor);
  return found;
}

type State =
  | { name: "choosing" | "asking" }
  | { name: "releasing" | "ended"; drafts: DraftRow[]; told: Released<DraftRow>[] };

export function ReleaseMany({ rows, chosen }: { rows: DraftRow[]; chosen: ChosenDrafts }) {
  const { releaseMany: t } = useStaffMessages();
  const queries = useQueryClient();
  const [state, setState] = useState<State>({ name: "choosing" });
  const running = useRef<AbortController>(undefined);
  const action = useAction();
  useEffect(() => () => running.current?.abort(), []);

  const release = async () => {
    const { drafts } = chosen;
    const told: Released<DraftRow>[] = [];
    const own = new AbortController();
    running.current = own;
    setState({ name: "releasing", drafts, told });
    const tell = (released: Released<DraftRow>) => {
      told.push(released);
      setState({ name: "releasing", drafts, told: [...told] });
    };
    await releaseAll(drafts, PORTAL, tell, own.signal);
    chosen.set([]);
    setState({ name: "ended", drafts, told });
    void queries.invalidateQueries({ queryKey: keys.drafts });
    void queries.invalidateQueries({ queryKey: keys.documents });
  };
  const count = chosen.drafts.length;
  const corrections = chosen.drafts.filter(isCorrection).length;
  const isBusy = state.name === "releasing";
  // With nothing that could be chosen there is nothing to say about it.
  if (state.name === "choosing" && count === 0 && !rows.some(canRelease)) return null;
  return (
    <>
      <Leaving isBusy={isBusy} />
      <ErrorSummary failure={action.failure} />
      {state.name === "ended" && <Ended {...state} />}
      {state.name === "releasing" ? (
        <div className="release-bar">
          <Meter
            label={t.busy}
            text={t.progress(state.told.length, state.drafts.length)}
            done={state.told.length}
            of={state.drafts.length}
          />
          <Button onClick={() => running.current?.abort()}>{t.stop}</Button>
        </div>
      ) : (
        <div className="release-bar">
          <Button
            kind="plain"
            busy={action.busy}
            onClick={() => action.run(async () => chosen.set(await everyReady()))}
          >
            {t.all}
          </Button>
          {count > 0 && (
            <>
              <Button kind="plain" onClick={() => chosen.set([])}>
                {t.none}
              </Button>
              <Button
                kind={state.name === "asking" ? "secondary" : "primary"}
                onClick={() => setState({ name: "asking" })}
              >
                {t.release(count)}
              </Button>
            </>
          )}
          <p className="visually-hidden" role="status">
            {count > 0 ? t.chosen(count) : ""}
          </p>
        </div>
      )}
      {state.name === "asking" && (
        <Dialog title={t.title(count)} onCancel={() => setState({ name: "choosing" })}>
          <p>{t.text}</p>
          {corrections > 0 && <p className="strong">{t.corrections(corrections)}</p>}
          <div className="actions">
            <Button kind="primary" onClick={() => void release()}>
              {t.confirm(count)}
            </Button>
            <Button onClick={() => setState({ name: "choosing" })}>{t.back}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** How each of them ended, in words. */
function Ended({ drafts, told }: { drafts: DraftRow[]; told: Released<DraftRow>[] }) {
  const { releaseMany: t } = useStaffMessages();
  const { textOf } = useProblemTexts();
  const failed = told.flatMap(({ draft, code }) => (code === undefined ? [] : [{ draft, code }]));
  const left = drafts.length - told.length;
  return (
    <>
      <Notice kind="done" live title={t.done(told.length - failed.length)} />
      {failed.length + left > 0 && (
        <Notice kind="warning" title={t.failed(failed.length + left)} live>
          <ul className="not-released">
            {failed.map(({ draft, code }) => (
              <li key={draft.id}>
                <span>
                  <Link href={draftAddress(placeOf(draft))}>{draft.title}</Link>
                  <span className="under">{draft.organisation.name}</span>
                </span>
                <span>{textOf(new ApiProblem(409, code))}</span>
              </li>
            ))}
          </ul>
          {left > 0 && <p>{t.left(left)}</p>}
        </Notice>
      )}
    </>
  );
}
