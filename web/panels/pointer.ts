/** Pointer on a plot: hover moves the cursor, a drag selects a span and zooms, a double click shows all. */
import type { App } from "../app.ts";

interface PointerTarget {
  readonly timeAt: (clientX: number) => number | undefined;
  /** The pointer went down and up again in one place. */
  readonly tap: (clientY: number) => void;
  /** Draws the span being selected; undefined takes it away. */
  readonly select: (span: readonly [number, number] | undefined) => void;
}

const leastDragPx = 8;

export function watchPointer(app: App, node: HTMLElement, target: PointerTarget): void {
  let down: { readonly x: number; readonly time: number } | undefined;
  const clamp = (time: number): number => {
    const { from, to, run } = app.store.get();
    return Math.max(from, Math.min(to - run.binMs / 2, time));
  };
  let pressed = { x: 0, y: 0 };
  node.addEventListener("pointerdown", (event) => {
    pressed = { x: event.clientX, y: event.clientY };
    const time = target.timeAt(event.clientX);
    if (time === undefined || event.button !== 0) return;
    app.show({ cursor: clamp(time) });
    // A finger moves the cursor; only a mouse or a pen selects.
    if (event.pointerType === "touch") return;
    down = { x: event.clientX, time: clamp(time) };
    node.setPointerCapture(event.pointerId);
  });
  node.addEventListener("pointermove", (event) => {
    const time = target.timeAt(event.clientX);
    if (time === undefined) return;
    if (down !== undefined && Math.abs(event.clientX - down.x) >= leastDragPx)
      target.select([down.time, clamp(time)]);
    app.show({ cursor: clamp(time) });
  });
  const release = (event: PointerEvent): void => {
    const begun = down;
    down = undefined;
    target.select(undefined);
    const time = target.timeAt(event.clientX);
    if (begun === undefined || time === undefined || Math.abs(event.clientX - begun.x) < leastDragPx) return;
    app.setWindow(Math.min(begun.time, clamp(time)), Math.max(begun.time, clamp(time)));
  };
  node.addEventListener("pointerup", release);
  node.addEventListener("pointercancel", () => {
    down = undefined;
    target.select(undefined);
  });
  node.addEventListener("click", (event) => {
    // A drag and a scroll end in a click too, elsewhere.
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < leastDragPx)
      target.tap(event.clientY);
  });
  node.addEventListener("dblclick", () => {
    const { run } = app.store.get();
    app.setWindow(run.start, run.end);
  });
}
