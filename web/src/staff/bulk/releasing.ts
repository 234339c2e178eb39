// Releases drafts that were chosen in the list, one after the other: each is looked at by the portal as it
// was looked at here, and says for itself why it could not be released.

import { mayPass, patiently } from "../../api/patience";
import { toProblem } from "../../api/problem";

export interface Releasable {
  id: string;
  organisation: { id: string };
  revision: number;
}

export interface Releaser {
  release(draft: Releasable): Promise<unknown>;
}

export type Released<Draft> = { draft: Draft; code?: string };

/** Tells of each draft how it ended. After a failure of the portal the others are left as they are. */
export async function releaseAll<Draft extends Releasable>(
  drafts: readonly Draft[],
  portal: Releaser,
  onReleased: (released: Released<Draft>) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const draft of drafts) {
    if (signal.aborted) return;
    try {
      // Sending it again after a lost answer finds what it made.
      await patiently(() => portal.release(draft), signal);
      onReleased({ draft });
    } catch (thrown) {
      if (signal.aborted) return;
      onReleased({ draft, code: toProblem(thrown).code });
      if (mayPass(thrown) || toProblem(thrown).status === 401) return;
    }
  }
}
