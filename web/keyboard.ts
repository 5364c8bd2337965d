/** Keys for the whole page. Never inside a field; each is also a control that one can click. */
import type { App } from "./app.ts";
import { charts } from "./charts/all.ts";
import { shareLink } from "./panels/links.ts";

const typing = "input:not([type=range]), select, textarea, dialog[open] *";

export function watchKeys(app: App): void {
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof Element && target.matches(typing)) return;
    // A slider owns its own keys.
    const slider = target instanceof HTMLInputElement;
    if (slider && ["Home", "End"].includes(event.key)) return;
    const act = actionOf(app, event);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

function actionOf(app: App, event: KeyboardEvent): (() => void) | undefined {
  const state = app.store.get();
  const { run, from, to, cursor } = state;
  const span = to - from;
  const move = (steps: number): void => moveCursor(app, steps);
  const zoom = (factor: number): void => {
    const share = Math.max(0, Math.min(1, (cursor - from) / span));
    const left = cursor - share * span * factor;
    app.setWindow(left, left + span * factor);
  };
  switch (event.key.toLowerCase()) {
    case "[":
      return () => move(-1);
    case "]":
      return () => move(1);
    case "{":
      return () => move(-10);
    case "}":
      return () => move(10);
    case "home":
      return () => app.show({ cursor: from });
    case "end":
      return () => app.show({ cursor: to - run.binMs });
    case "w":
      return () => zoom(1 / 1.5);
    case "s":
      return () => zoom(1.5);
    case "a":
      return () => app.setWindow(from - span / 5, to - span / 5);
    case "d":
      return () => app.setWindow(from + span / 5, to + span / 5);
    case "f":
      return () => app.setWindow(run.start, run.end);
    case "z":
      return event.shiftKey ? app.redo : app.undo;
    case "b":
      return app.pinPlan;
    case "c":
      return () => document.getElementById("study")?.focus();
    case "y":
      return () => document.getElementById("why")?.focus();
    case "j":
      return () => document.getElementById("chart-jobs")?.focus();
    case "l":
      return () => void shareLink(app);
    case "t":
      return () => toggleTables();
    case "?":
      return () => document.getElementById("help-button")?.click();
    case "escape":
      return state.focus === undefined && state.notice === ""
        ? undefined
        : () => {
            app.setFocus(undefined);
            app.show({ notice: "" });
          };
    default: {
      const chart = charts[Number(event.key) - 1];
      return chart === undefined ? undefined : () => document.getElementById(`chart-${chart.id}`)?.focus();
    }
  }
}

/** Moves the cursor by bins; the window follows a cursor that leaves it. */
export function moveCursor(app: App, steps: number): void {
  const { run, cursor, from, to } = app.store.get();
  const next = Math.max(run.start, Math.min(run.end - run.binMs, cursor + steps * run.binMs));
  app.show({ cursor: next });
  const span = to - from;
  if (next < from) app.setWindow(next, next + span);
  else if (next >= to) app.setWindow(next + run.binMs - span, next + run.binMs);
}

function toggleTables(): void {
  const scope = document.activeElement?.closest("figure.chart") ?? document;
  for (const toggle of scope.querySelectorAll<HTMLButtonElement>(".toggle")) toggle.click();
}
