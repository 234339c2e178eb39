// Buttons. A busy one stays in the tab order and keeps its width, but does nothing twice.
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Link } from "wouter";
import { useMessages } from "../i18n/language";
import { useWaiting, type Waiting } from "./waiting";

type Kind = "primary" | "secondary" | "plain" | "danger";

interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  kind?: Kind;
  busy?: boolean;
  /** When the surrounding form already watches how long it takes. */
  waiting?: Waiting;
}

export function Button({ kind = "secondary", busy = false, waiting, ...rest }: ButtonProps) {
  const { common } = useMessages();
  const own = useWaiting(busy && waiting === undefined);
  const stage = waiting ?? own;
  const { children, onClick, type = "button", ...attributes } = rest;
  return (
    <button
      {...attributes}
      type={type}
      className={`button button-${kind}`}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && stage !== "no" && <LoaderCircle className="spin" aria-hidden="true" />}
      {busy && (stage === "text" || stage === "explanation") ? common.wait : children}
    </button>
  );
}

export function LinkButton(props: { href: string; kind?: Kind; children: ReactNode }) {
  return (
    <Link href={props.href} className={`button button-${props.kind ?? "secondary"}`}>
      {props.children}
    </Link>
  );
}
