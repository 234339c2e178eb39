// Who has to approve: one to five stages, each a number of named members or of anyone with the right.
import type { Member, Stage } from "../../api/types";

export const MAX_STAGES = 5;

export type StagesProblem = "nobody" | "needed" | "twice" | "anyone_twice" | "right";

export const ANYONE: Stage = { needed: 1, members: [] };

export const mayApprove = ({ rights }: Member) => rights.includes("approve");

/** Stages in one writing, to compare them by: who is named in which order does not matter. */
export const written = (stages: Stage[] | null) =>
  JSON.stringify(stages?.map(({ needed, members }) => [needed, [...members].sort()]) ?? null);

/** Why a document could never be approved this way; the API checks the same. */
export function stagesProblem(stages: Stage[], members: Member[]): StagesProblem | undefined {
  const able = new Set(members.filter(mayApprove).map(({ id }) => id));
  const named = stages.flatMap((stage) => stage.members);
  if (stages.length === 0) return "nobody";
  if (new Set(named).size < named.length) return "twice";
  if (stages.filter((stage) => stage.members.length === 0).length > 1) return "anyone_twice";
  if (named.some((id) => !able.has(id))) return "right";
  const left = able.size - named.length;
  const enough = ({ needed, members: of }: Stage) =>
    needed >= 1 && needed <= (of.length > 0 ? of.length : left);
  return stages.every(enough) ? undefined : "needed";
}

/** The members that a stage may still name: those with the right whom no other stage names. */
export function choosable(stages: Stage[], at: number, members: Member[]): Member[] {
  const elsewhere = new Set(stages.flatMap((stage, index) => (index === at ? [] : stage.members)));
  return members.filter((member) => mayApprove(member) && !elsewhere.has(member.id));
}

/** The stage with a member named or no longer named; what it needs stays possible. */
export function toggled(stage: Stage, member: string): Stage {
  const members = stage.members.includes(member)
    ? stage.members.filter((id) => id !== member)
    : [...stage.members, member];
  return { needed: Math.max(1, Math.min(stage.needed, members.length || 1)), members };
}
