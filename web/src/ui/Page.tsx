// The frame of a page's content: its title in the tab, its h1, and what a route change does to
// focus and scroll.
import { type ReactNode, useEffect, useRef } from "react";
import { useBranding } from "../branding";
import { restoreScroll } from "./scroll";

/** The first page is announced by the browser itself; only later ones take the focus. */
let firstPage = true;

export function useTitle(title: string): void {
  const { firm } = useBranding();
  useEffect(() => {
    document.title = firm ? `${title} – ${firm}` : title;
  }, [title, firm]);
}

interface PageProps {
  /** What makes this another page than the one before: moves focus when it changes. */
  id: string;
  title: string;
  /** A short line above the heading, such as "Stap 1 van 2". */
  above?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Page({ id, title, above, wide, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new id is a new page.
  useEffect(() => {
    if (firstPage) {
      firstPage = false;
      return;
    }
    heading.current?.focus({ preventScroll: true });
    restoreScroll();
  }, [id]);
  return (
    <main id="content" className={wide ? "page page-wide" : "page"}>
      {above && <p className="page-above">{above}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
