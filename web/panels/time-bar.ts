/**
 * The bar at the bottom: one time cursor for every chart, and the window they show, as native ranges over
 * a strip of the whole run.
 */
import type { App, AppState } from "../app.ts";
import { button, element, oncePerFrame, setText } from "../dom.ts";
import { formatDay, formatIso, formatMonth, parseIso } from "../format.ts";
import { moveCursor } from "../keyboard.ts";
import { readPalette } from "../theme.ts";
import { binAt } from "../view/bins.ts";
import { drawOverview } from "./overview.ts";
import { seriesOf } from "./series.ts";
import { onThemeChange } from "./theme-button.ts";
import { momentOf } from "./why.ts";

export function timeBar(app: App): HTMLElement {
  const cursor = element("input", {
    type: "range",
    id: "cursor",
    class: "cursor-range",
    min: 0,
    step: 1,
    "aria-label": "Time cursor of all charts",
    oninput: () => {
      const { run } = app.store.get();
      const target = run.start + Number(cursor.value) * run.binMs;
      moveCursor(app, Math.round((target - app.store.get().cursor) / run.binMs));
    },
  });
  const end = (label: string, read: () => readonly [number, number]): HTMLInputElement =>
    element("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": label,
      oninput: () => {
        const { run } = app.store.get();
        const [from, to] = read();
        // The ends never cross: one pushes the other.
        app.setWindow(
          run.start + Math.min(from, to) * run.binMs,
          Math.min(run.end, run.start + Math.max(from, to) * run.binMs),
        );
        update(app.store.get());
      },
    });
  const from = end("Start of the window", () => [
    Number(from.value),
    Math.max(Number(from.value) + 1, Number(to.value)),
  ]);
  const to = end("End of the window", () => [
    Math.min(Number(to.value) - 1, Number(from.value)),
    Number(to.value),
  ]);
  const date = element("input", {
    type: "date",
    "aria-label": "Date of the cursor",
    onchange: () => {
      const { run, cursor: now } = app.store.get();
      const time = parseIso(date.value);
      if (time !== undefined) moveCursor(app, Math.round((time - now) / run.binMs));
    },
  });
  const span = element("span", { class: "span" });
  const canvas = element("canvas", { "aria-hidden": "true" });
  const strip = element("div", { class: "strip" }, canvas, from, to);
  const all = button(
    "Show all",
    () => {
      const { run } = app.store.get();
      app.setWindow(run.start, run.end);
    },
    { "aria-keyshortcuts": "F" },
  );

  const update = (state: AppState): void => {
    const { run } = state;
    cursor.max = String(run.bins - 1);
    cursor.value = String(binAt(run, state.cursor));
    cursor.setAttribute("aria-valuetext", momentOf(state));
    for (const input of [from, to]) input.max = String(run.bins);
    from.value = String(Math.round((state.from - run.start) / run.binMs));
    to.value = String(Math.round((state.to - run.start) / run.binMs));
    from.setAttribute("aria-valuetext", formatDay(state.from));
    to.setAttribute("aria-valuetext", formatDay(state.to));
    if (document.activeElement !== date) date.value = formatIso(state.cursor);
    date.min = formatIso(run.start);
    date.max = formatIso(run.end - 1);
    setText(span, `${formatMonth(state.from)} – ${formatMonth(state.to - 1)}`);
    const whole = state.from === run.start && state.to === run.end;
    all.disabled = whole;
  };
  const draw = oncePerFrame(() => {
    const state = app.store.get();
    update(state);
    drawOverview(canvas, strip.clientWidth, seriesOf(state), readPalette());
  });
  app.store.subscribe((state, before) => {
    const sameStrip = (["run", "from", "to", "scope"] as const).every((key) => state[key] === before[key]);
    if (!sameStrip) draw();
    else if (state.cursor !== before.cursor) update(state);
  });
  onThemeChange(draw);
  new ResizeObserver(draw).observe(strip);
  draw();
  const step = (label: string, steps: number, name: string): HTMLButtonElement =>
    button(label, () => moveCursor(app, steps), { "aria-label": name });
  return element(
    "footer",
    { class: "time-bar" },
    element("div", { class: "when" }, step("‹", -1, "One step back"), date, step("›", 1, "One step on")),
    element("div", { class: "tracks" }, cursor, strip),
    element("div", { class: "window" }, span, all),
  );
}
