// Why a delivery is not there, in the reader's language. The portal's own words for it are a fixed set
// (shared/filing); whatever else there is, the other side wrote.
import type { useStaffMessages } from "../i18n/messages";

type Texts = ReturnType<typeof useStaffMessages>["document"];

const STATUS = /^status_(\d{3})$/;

export function reasonText({ reasons, reasonStatus }: Texts, reason: string): string {
  const status = STATUS.exec(reason)?.[1];
  if (status) return reasonStatus(status);
  return Object.hasOwn(reasons, reason) ? reasons[reason as keyof typeof reasons] : reason;
}
