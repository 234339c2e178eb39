// Asking for a code before a change of password or factor.
import { answer, api } from "../api/client";
import type { Challenge } from "../api/types";

export type Purpose = "change_password" | "change_factor";

export function requestCode(purpose: Purpose): Promise<Challenge> {
  return answer(api.POST("/api/session/challenge", { body: { purpose } }));
}
