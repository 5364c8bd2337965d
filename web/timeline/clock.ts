/** The window of time and the cursor: those of the page for a run, its own for a log. Seconds of the lines. */
import type { App } from "../app.ts";
import type { JobLines } from "../view/job-lines.ts";

export interface Clock {
  readonly from: () => number;
  readonly to: () => number;
  readonly cursor: () => number;
  readonly setWindow: (from: number, to: number) => void;
  readonly setCursor: (seconds: number) => void;
}

/** Shortest window of a log: ten seconds. */
const least = 10;

export function clockOf(app: App, lines: JobLines, changed: () => void): Clock {
  const { zero } = lines;
  if (zero !== undefined) {
    const at = (ms: number): number => (ms - zero) / 1000;
    const ms = (seconds: number): number => zero + seconds * 1000;
    const { store } = app;
    return {
      from: () => at(store.get().from),
      to: () => at(store.get().to),
      cursor: () => at(store.get().cursor),
      setWindow: (from, to) => app.setWindow(ms(from), ms(to)),
      setCursor: (seconds) => {
        const { from, to, run } = store.get();
        app.show({ cursor: Math.max(from, Math.min(to - run.binMs / 2, ms(seconds))) });
      },
    };
  }
  let [from, to] = [lines.from, lines.to];
  let cursor = from;
  return {
    from: () => from,
    to: () => to,
    cursor: () => cursor,
    setWindow: (left, right) => {
      const span = Math.min(lines.to - lines.from, Math.max(least, right - left));
      from = Math.max(lines.from, Math.min(lines.to - span, left));
      to = from + span;
      changed();
    },
    setCursor: (seconds) => {
      cursor = seconds;
      changed();
    },
  };
}
