// The kinds of documents, their recipients, and what choosing a kind proposes.
import type { DocumentKind, Recipient } from "../api/types";

export const KINDS = [
  "income_tax",
  "corporate_tax",
  "vat",
  "payroll_tax",
  "annual_accounts_kvk",
  "annual_accounts_bank",
  "quote",
  "engagement_letter",
  "other",
] as const satisfies readonly DocumentKind[];

export const RECIPIENTS = [
  "belastingdienst",
  "kvk",
  "bank",
  "none",
] as const satisfies readonly Recipient[];

export const USUAL_RECIPIENT: Record<DocumentKind, Recipient> = {
  income_tax: "belastingdienst",
  corporate_tax: "belastingdienst",
  vat: "belastingdienst",
  payroll_tax: "belastingdienst",
  annual_accounts_kvk: "kvk",
  annual_accounts_bank: "bank",
  quote: "none",
  engagement_letter: "none",
  other: "none",
};
