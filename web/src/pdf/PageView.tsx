// One page: its place always, its picture and its text only while it is live.
import { type PDFPageProxy, TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef, useState } from "react";
import type { Pdf } from "./file";
import { useReaderMessages } from "./i18n/messages";
import { density, type Size } from "./zoom";

interface PageViewProps {
  pdf: Pdf;
  index: number;
  size: Size;
  /** CSS pixels per point. */
  scale: number;
  live: boolean;
}

export function PageView({ pdf, index, size, scale, live }: PageViewProps) {
  const texts = useReaderMessages();
  const place = useRef<HTMLElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    setFailed(false);
    if (!live) return clear(element);
    const drawing = draw(pdf, index, element, size, scale);
    drawing.done.catch(() => {
      if (!drawing.stopped()) setFailed(true);
    });
    return drawing.stop;
  }, [pdf, index, size, scale, live]);
  return (
    <section
      ref={place}
      className="pdf-page"
      aria-label={texts.page(index + 1, pdf.sizes.length)}
      style={{
        width: Math.round(size.width * scale),
        height: Math.round(size.height * scale),
      }}
    >
      {failed && <p className="pdf-page-failed">{texts.pageFailed(index + 1)}</p>}
    </section>
  );
}

/** Takes pictures and text out; a canvas without size gives its memory back at once. */
function clear(place: HTMLElement, except: Element[] = []): void {
  delete place.dataset.drawn;
  for (const element of [...place.querySelectorAll("canvas, .pdf-text")]) {
    if (except.includes(element)) continue;
    if (element instanceof HTMLCanvasElement) element.width = element.height = 0;
    element.remove();
  }
}

/** Draws a page into its place. What was there, in another size, stays until the new one is done. */
function draw(pdf: Pdf, index: number, place: HTMLElement, size: Size, scale: number) {
  let stopped = false;
  let cancel = () => {};
  const paint = async (page: PDFPageProxy) => {
    const viewport = page.getViewport({ scale });
    const dots = density(size, scale, devicePixelRatio || 1);
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    canvas.width = Math.max(1, Math.floor(viewport.width * dots));
    canvas.height = Math.max(1, Math.floor(viewport.height * dots));
    const text = document.createElement("div");
    text.className = "pdf-text";
    text.style.setProperty("--total-scale-factor", String(scale));
    const transform = [dots, 0, 0, dots, 0, 0];
    const picture = page.render({ canvas, viewport, transform, background: "#ffffff" });
    const layer = new TextLayer({
      textContentSource: page.streamTextContent({ includeMarkedContent: true }),
      container: text,
      viewport,
    });
    cancel = () => {
      picture.cancel();
      layer.cancel();
    };
    await Promise.all([picture.promise, layer.render()]);
    if (stopped) return;
    clear(place, [canvas, text]);
    place.append(canvas, text);
    place.dataset.drawn = "true";
  };
  const done = pdf.page(index).then(async (page) => {
    if (!stopped) await paint(page);
  });
  return {
    done,
    stopped: () => stopped,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
