/** Pointer, wheel and keys on the time line: zoom, pan, scroll, and going from job to job. */

export interface Moves {
  /** Zooms time about a place, 0 to 1 from left to right, or the cursor; above 1 shows less. */
  readonly zoom: (factor: number, at?: number) => void;
  /** Moves time by a share of the window. */
  readonly pan: (share: number) => void;
  /** Scrolls the rows by pixels; false where there is no further to go. */
  readonly scroll: (pixels: number) => boolean;
  /** Whole run, or the job that is picked. */
  readonly fit: () => void;
  /** To another job: along the row, or to a row above or below. */
  readonly step: (along: number, rows: number) => void;
  readonly clear: () => boolean;
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly pick: (x: number, y: number) => void;
  readonly search: () => void;
}

const leastDrag = 5;

/** `box` is the canvas: places are counted from its corner. */
export function watchInput(node: HTMLElement, box: () => DOMRect, moves: Moves): void {
  const place = (event: MouseEvent): { x: number; y: number; share: number } => {
    const { left, top, width } = box();
    const x = event.clientX - left;
    return { x, y: event.clientY - top, share: Math.max(0, Math.min(1, x / Math.max(1, width))) };
  };
  let held: { x: number; y: number } | undefined;
  let dragged = false;
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY };
    dragged = false;
    // Or the pointer would be lost at the edge of the picture.
    if (event.pointerType !== "touch") node.setPointerCapture(event.pointerId);
  });
  node.addEventListener("pointermove", (event) => {
    const { x, y } = place(event);
    if (held === undefined) return moves.hover(x, y);
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!dragged && Math.hypot(dx, dy) < leastDrag) return;
    dragged = true;
    held = { x: event.clientX, y: event.clientY };
    moves.pan(-dx / Math.max(1, box().width));
    if (event.pointerType !== "touch") moves.scroll(-dy);
  });
  node.addEventListener("pointerup", () => void (held = undefined));
  node.addEventListener("pointercancel", () => void (held = undefined));
  node.addEventListener("pointerleave", () => moves.leave());
  node.addEventListener("click", (event) => {
    const { x, y } = place(event);
    if (!dragged) moves.pick(x, y);
  });
  node.addEventListener("dblclick", () => moves.fit());
  node.addEventListener(
    "wheel",
    (event) => {
      const pixels = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey)
        moves.zoom(Math.exp(-0.002 * event.deltaY * pixels), place(event).share);
      else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        moves.pan(
          ((event.shiftKey ? event.deltaY || event.deltaX : event.deltaX) * pixels) /
            Math.max(1, box().width),
        );
      // A wheel that has nothing to scroll here scrolls the page.
      else if (!moves.scroll(event.deltaY * pixels)) return;
      event.preventDefault();
    },
    { passive: false },
  );
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actionOf(event.key, moves);
    if (act === undefined || act() === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** What a key does; a result of false leaves it to the page. */
function actionOf(key: string, moves: Moves): (() => unknown) | undefined {
  switch (key.toLowerCase()) {
    case "w":
      return () => moves.zoom(1.5);
    case "s":
      return () => moves.zoom(1 / 1.5);
    case "a":
      return () => moves.pan(-0.2);
    case "d":
      return () => moves.pan(0.2);
    case "f":
      return moves.fit;
    case "arrowright":
    case ".":
      return () => moves.step(1, 0);
    case "arrowleft":
    case ",":
      return () => moves.step(-1, 0);
    case "arrowdown":
      return () => moves.step(0, 1);
    case "arrowup":
      return () => moves.step(0, -1);
    case "pagedown":
      return () => moves.scroll(200);
    case "pageup":
      return () => moves.scroll(-200);
    case "escape":
      return moves.clear;
    case "/":
      return moves.search;
    default:
      return undefined;
  }
}
