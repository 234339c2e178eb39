// Which clients somebody means by what was typed so far.
import type { FirmOrganisation } from "../../api/types";

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Every word that was typed begins a word of the name or is in the number. */
export function matching(organisations: FirmOrganisation[], typed: string): FirmOrganisation[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return organisations.filter(({ name, client_number }) => {
    const parts = plain(name).split(/[\s.,&'/-]+/);
    const has = (word: string) =>
      client_number.includes(word) || parts.some((part) => part.startsWith(word));
    return words.every(has);
  });
}
