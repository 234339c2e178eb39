// The only place that names schemas of the API document; everything else imports from here.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Challenge = Schemas["Challenge"];
export type Device = Schemas["Device"];
export type Organisation = Schemas["Organisation"];
export type SecondFactor = Schemas["SecondFactor"];
export type SessionView = Schemas["SessionView"];

export type Method = Challenge["method"];
export type Language = SessionView["language"];

/** What a correct code answers, at signing in and at accepting an invitation. */
export interface SignedIn {
  session: SessionView;
  next: "authenticator_offer" | "home";
}
