// What a list is narrowed to, to and from the address. The address is outside input: what is no year
// or no status narrows nothing.
import type { DocumentGroup } from "../../api/types";
import type { Filters } from "./queries";

const STATUSES: readonly string[] = ["open", "approved", "declined", "withdrawn"];

export function filtersIn(search: string): Filters {
  const asked = new URLSearchParams(search);
  const [year, status] = [asked.get("year"), asked.get("status")];
  return {
    list: "all",
    ...(year && /^20\d\d$/.test(year) && { year: Number(year) }),
    ...(status && STATUSES.includes(status) && { status: status as DocumentGroup }),
  };
}

/** The address's part behind the path, empty when nothing is narrowed. */
export function searchOf(chosen: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(chosen)) if (value) search.set(name, value);
  const text = search.toString();
  return text && `?${text}`;
}
