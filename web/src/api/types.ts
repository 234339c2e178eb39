// The only place that names schemas of the API document; everything else imports from here.
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Amount = Schemas["Amount"];
export type Approved = Schemas["Approved"];
export type BulkRow = Schemas["BulkRow"];
export type Challenge = Schemas["Challenge"];
export type CheckedRow = Schemas["CheckedRow"];
export type Delivery = Schemas["Delivery"];
export type DeliveryState = Schemas["DeliveryState"];
export type Device = Schemas["Device"];
export type Document = Schemas["Document"];
export type DocumentKind = Schemas["DocumentKind"];
export type DocumentRow = Schemas["DocumentRow"];
export type DocumentStatus = Schemas["DocumentStatus"];
export type Documents = Schemas["Documents"];
export type Draft = Schemas["Draft"];
export type DraftFields = Schemas["DraftFields"];
export type DraftRow = Schemas["DraftRow"];
export type File = Schemas["File"];
export type FirmDelivery = Schemas["FirmDelivery"];
export type FirmQuestion = Schemas["FirmQuestion"];
export type FirmDocument = Schemas["FirmDocument"];
export type FirmDocumentRow = Schemas["FirmDocumentRow"];
export type FirmOrganisation = Schemas["FirmOrganisation"];
export type HistoryEntry = Schemas["HistoryEntry"];
export type MailsAbout = Schemas["MailsAbout"];
export type MailsOf = Schemas["MailsOf"];
export type Member = Schemas["Member"];
export type Named = Schemas["Named"];
export type Organisation = Schemas["Organisation"];
export type OrganisationDetail = Schemas["OrganisationDetail"];
export type Question = Schemas["Question"];
export type Recipient = Schemas["Recipient"];
export type Reach = Schemas["Reach"];
export type SecondFactor = Schemas["SecondFactor"];
export type SessionView = Schemas["SessionView"];
export type Lifting = Schemas["Lifting"];
export type Settings = Schemas["Settings"];
export type Stage = Schemas["Stage"];
export type StageProgress = Schemas["StageProgress"];
/** A document that waits for this user; on the screen a notice is something else. */
export type Task = Schemas["Notice"];
export type Tasks = Schemas["Notices"];
export type Work = Schemas["Work"];

export type Method = Challenge["method"];
export type Language = SessionView["language"];

/** What a client's list can be narrowed to. */
export type DocumentsQuery = NonNullable<operations["list_documents"]["parameters"]["query"]>;
/** The statuses as lists show them: `approved` holds everything that came after approval too. */
export type DocumentGroup = NonNullable<DocumentsQuery["status"]>;

/** What a correct code answers, at signing in and at accepting an invitation. */
export interface SignedIn {
  session: SessionView;
  next: "authenticator_offer" | "home";
}
