// A message within a page. Never colour alone: an icon and words say what kind it is.
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const ICONS = { info: Info, done: CircleCheck, warning: TriangleAlert };

interface NoticeProps {
  kind?: keyof typeof ICONS;
  title?: string;
  /** Read out when it appears; leave out for what stands on the page from the start. */
  live?: boolean;
  children?: ReactNode;
}

export function Notice({ kind = "info", title, live, children }: NoticeProps) {
  const Icon = ICONS[kind];
  return (
    <div className={`notice notice-${kind}`} role={live ? "status" : undefined}>
      <Icon aria-hidden="true" />
      <div>
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
