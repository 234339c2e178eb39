// Zooming with two fingers, or with a trackpad. While the fingers move the drawn pages are only
// stretched; they are drawn again, sharp, when the fingers let go.
import { type RefObject, useEffect, useRef } from "react";
import { clampZoom } from "./zoom";

interface Pinch {
  zoom: number;
  /** The zoom to take, and the point of the scrolled box that must stay where it is. */
  onZoom(zoom: number, at: { x: number; y: number }): void;
}

const apart = ([one, other]: [Touch, Touch]) =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);

const pair = (touches: TouchList): [Touch, Touch] | undefined => {
  const [one, other] = [touches[0], touches[1]];
  return touches.length === 2 && one && other ? [one, other] : undefined;
};

export function usePinch(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  pinch: Pinch,
): void {
  const latest = useRef(pinch);
  latest.current = pinch;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let start: { apart: number; zoom: number; x: number; y: number } | undefined;
    let zoom = 1;

    const began = (event: TouchEvent) => {
      const fingers = pair(event.touches);
      if (!fingers) return;
      const frame = element.getBoundingClientRect();
      const [one, other] = fingers;
      start = {
        apart: Math.max(1, apart(fingers)),
        zoom: latest.current.zoom,
        x: (one.clientX + other.clientX) / 2 - frame.left,
        y: (one.clientY + other.clientY) / 2 - frame.top,
      };
      zoom = start.zoom;
    };
    const moved = (event: TouchEvent) => {
      const fingers = pair(event.touches);
      if (!start || !fingers) return;
      // The browser's own zoom would enlarge the bars too.
      event.preventDefault();
      zoom = clampZoom((start.zoom * apart(fingers)) / start.apart);
      const style = content.current?.style;
      if (!style) return;
      style.transformOrigin = `${element.scrollLeft + start.x}px ${element.scrollTop + start.y}px`;
      style.transform = `scale(${zoom / start.zoom})`;
    };
    const ended = () => {
      if (!start) return;
      const { x, y } = start;
      start = undefined;
      const style = content.current?.style;
      if (style) style.transform = "";
      latest.current.onZoom(zoom, { x, y });
    };
    // Browsers tell a trackpad's pinch as a turning wheel with Control held down.
    const wheeled = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const frame = element.getBoundingClientRect();
      const next = clampZoom(latest.current.zoom * Math.exp(-event.deltaY / 200));
      latest.current.onZoom(next, { x: event.clientX - frame.left, y: event.clientY - frame.top });
    };

    element.addEventListener("touchstart", began, { passive: true });
    element.addEventListener("touchmove", moved, { passive: false });
    element.addEventListener("touchend", ended);
    element.addEventListener("touchcancel", ended);
    element.addEventListener("wheel", wheeled, { passive: false });
    return () => {
      element.removeEventListener("touchstart", began);
      element.removeEventListener("touchmove", moved);
      element.removeEventListener("touchend", ended);
      element.removeEventListener("touchcancel", ended);
      element.removeEventListener("wheel", wheeled);
    };
  }, [box, content]);
}
