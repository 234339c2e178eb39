// Publishing in bulk, step by step: chosen, looked at, made. What runs is stopped when one leaves.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ApiProblem } from "../../api/problem";
import { toProblem } from "../../api/problem";
import { keys } from "../place";
import type { Table } from "./csv";
import { type DryRun, dryRun, type Looked, type Progress } from "./dryRun";
import { type Made, make } from "./making";
import { PORTAL } from "./portal";
import { readSource, type SourceProblem } from "./source";

export type Step =
  | { name: "choose"; problem?: SourceProblem; failure?: ApiProblem }
  | { name: "looking"; progress?: Progress }
  | { name: "looked"; found: DryRun; table: Table }
  | { name: "making" | "made"; rows: Looked[]; made: ReadonlyMap<Looked, Made> };

export interface Bulk {
  step: Step;
  isBusy: boolean;
  look(zip: Blob, csv: Blob | undefined): void;
  /** Makes what is ready; again, what failed or was not reached. */
  make(): void;
  stop(): void;
  again(): void;
}

const isReady = ({ verdict }: Looked) => verdict === "ready";

/** Rows that are still to be made. */
export const left = (rows: readonly Looked[], made: ReadonlyMap<Looked, Made>): Looked[] =>
  rows.filter((row) => {
    const how = made.get(row);
    return !how || how.outcome === "failed";
  });

export function useBulk(): Bulk {
  const [step, setStep] = useState<Step>({ name: "choose" });
  const running = useRef<AbortController>(undefined);
  const queries = useQueryClient();
  useEffect(() => () => running.current?.abort(), []);

  const begin = () => {
    running.current?.abort();
    running.current = new AbortController();
    return running.current.signal;
  };

  const look = async (zip: Blob, csv: Blob | undefined) => {
    const signal = begin();
    const show = (next: Step) => {
      if (!signal.aborted) setStep(next);
    };
    show({ name: "looking" });
    try {
      const source = await readSource(zip, csv);
      if ("code" in source) return show({ name: "choose", problem: source });
      const { table, files } = source;
      const onProgress = (progress: Progress) => show({ name: "looking", progress });
      const found = await dryRun(table.lines, files, PORTAL, onProgress, signal);
      show({ name: "looked", found, table });
    } catch (thrown) {
      show({ name: "choose", failure: toProblem(thrown) });
    }
  };

  const makeAll = async (rows: Looked[], before: ReadonlyMap<Looked, Made>) => {
    const signal = begin();
    const made = new Map(before);
    const show = (name: "making" | "made") => setStep({ name, rows, made: new Map(made) });
    const todo = left(rows, made);
    for (const row of todo) made.delete(row);
    show("making");
    const tell = (row: Looked, how: Made) => {
      made.set(row, how);
      if (!signal.aborted) show("making");
    };
    await make(todo, PORTAL, tell, signal);
    void queries.invalidateQueries({ queryKey: keys.drafts });
    if (running.current?.signal === signal) show("made");
  };

  return {
    step,
    isBusy: step.name === "looking" || step.name === "making",
    look: (zip, csv) => void look(zip, csv),
    make: () => {
      if (step.name === "looked") void makeAll(step.found.rows.filter(isReady), new Map());
      if (step.name === "made") void makeAll(step.rows, step.made);
    },
    stop: () => {
      running.current?.abort();
      if (step.name === "looking") setStep({ name: "choose" });
    },
    again: () => setStep({ name: "choose" }),
  };
}
