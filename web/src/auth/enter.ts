// From an accepted code into the portal.
import type { Language, SignedIn } from "../api/types";
import { keepFreshSession, rememberSignedIn } from "./after";

interface Entering {
  adopt(language: Language): Promise<void>;
  /** True when the user chose a language just now: then the portal follows, not the page. */
  keepLanguage: boolean;
  navigate(path: string, options: { replace: boolean }): void;
  returnTo: string;
}

export async function enterPortal(signedIn: SignedIn, entering: Entering): Promise<void> {
  rememberSignedIn(true);
  keepFreshSession(signedIn.session);
  if (!entering.keepLanguage)
    await entering.adopt(signedIn.session.language).catch(() => undefined);
  const offer = signedIn.next === "authenticator_offer";
  const onward =
    entering.returnTo === "/" ? "" : `?return=${encodeURIComponent(entering.returnTo)}`;
  entering.navigate(offer ? `/authenticator${onward}` : entering.returnTo, { replace: true });
}
