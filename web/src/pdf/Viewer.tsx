// The pages of a document, one under the other, as wide as there is room: to scroll, to enlarge, to
// select and to have read out.
import { Download, Minus, MoveHorizontal, Plus } from "lucide-react";
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Pdf } from "./file";
import { useReaderMessages } from "./i18n/messages";
import { PageView } from "./PageView";
import { usePinch } from "./usePinch";
import { clampZoom, fitScale, livePages, nextZoom, offsets, pageAt, type Size } from "./zoom";

interface ViewerProps {
  pdf: Pdf;
  /** To keep the file with: an address of the page's own, and a name. */
  download: { address: string; name: string };
}

export function Viewer({ pdf, download }: ViewerProps) {
  const texts = useReaderMessages();
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [zoom, setZoom] = useState(1);
  const [scrollTop, setScrollTop] = useState(0);
  const scale = useMemo(() => fitScale(pdf.sizes, width) * zoom, [pdf, width, zoom]);
  const tops = useMemo(() => offsets(pdf.sizes, scale), [pdf, scale]);
  const current = pageAt(tops, scrollTop, height);
  const live = useMemo(
    () => new Set(width > 0 ? livePages(current, pdf.sizes.length) : []),
    [width, current, pdf],
  );
  const keep = useKeptPoint(box, scale);

  const zoomTo = (next: number, at = { x: width / 2, y: height / 2 }) => {
    keep(at);
    setZoom(clampZoom(next));
  };
  usePinch(box, content, { zoom, onZoom: zoomTo });
  return (
    <>
      <div className="pdf-tools" role="toolbar" aria-label={texts.tools}>
        <p className="pdf-where" role="status">
          {texts.page(current + 1, pdf.sizes.length)}
        </p>
        <div className="pdf-zoom">
          <Tool label={texts.zoomOut} onClick={() => zoomTo(nextZoom(zoom, -1))}>
            <Minus aria-hidden="true" />
          </Tool>
          <span className="pdf-percent">{texts.zoom(Math.round(zoom * 100))}</span>
          <Tool label={texts.zoomIn} onClick={() => zoomTo(nextZoom(zoom, 1))}>
            <Plus aria-hidden="true" />
          </Tool>
          <Tool label={texts.fit} onClick={() => zoomTo(1)}>
            <MoveHorizontal aria-hidden="true" />
          </Tool>
        </div>
        <DownloadLink {...download} />
      </div>
      <section
        ref={box}
        className="pdf-box"
        aria-label={texts.pages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      >
        <div ref={content} className="pdf-pages">
          {width > 0 &&
            pdf.sizes.map((size, index) => (
              <PageView
                // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number.
                key={index}
                pdf={pdf}
                index={index}
                size={size}
                scale={scale}
                live={live.has(index)}
              />
            ))}
        </div>
      </section>
    </>
  );
}

function Tool(props: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="pdf-tool"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

export function DownloadLink({ address, name }: ViewerProps["download"]) {
  const { download } = useReaderMessages();
  return (
    <a className="pdf-tool pdf-download" href={address} download={name} title={download}>
      <Download aria-hidden="true" />
      <span>{download}</span>
    </a>
  );
}

/** How large the box is, followed as the window changes. */
function useSize(box: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** Keeps a point of the box over the same spot of the document while the scale changes. */
function useKeptPoint(box: RefObject<HTMLElement | null>, scale: number) {
  const kept = useRef<{ x: number; y: number }>(undefined);
  const before = useRef(scale);
  useLayoutEffect(() => {
    const element = box.current;
    const at = kept.current;
    const factor = scale / before.current;
    before.current = scale;
    kept.current = undefined;
    if (!element || factor === 1) return;
    const { x, y } = at ?? { x: 0, y: 0 };
    element.scrollTop = (element.scrollTop + y) * factor - y;
    element.scrollLeft = (element.scrollLeft + x) * factor - x;
  }, [box, scale]);
  return (at: { x: number; y: number }) => {
    kept.current = at;
  };
}
