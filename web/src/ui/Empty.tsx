// A list without lines: why it is empty, and what comes next.
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export function Empty(props: { icon: LucideIcon; title: string; children: ReactNode }) {
  const Icon = props.icon;
  return (
    <div className="empty">
      <Icon aria-hidden="true" />
      <p className="empty-title">{props.title}</p>
      {props.children}
    </div>
  );
}
