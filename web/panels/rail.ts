/** The rail of levers: what one can choose apart from what one believes. A sheet from below on a phone. */
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { isObject } from "../state/patch.ts";
import type { LeverView } from "../view/run-view.ts";
import { leverRow } from "./lever-row.ts";

const groups = [
  { id: "action", title: "Actions", hint: "what one can choose" },
  { id: "assumption", title: "Assumptions", hint: "what one believes" },
] as const;

export function rail(app: App): HTMLElement {
  const rows = element("div", { class: "levers", id: "levers" });
  const sheet = button("Levers", () => open(sheet.getAttribute("aria-expanded") !== "true"), {
    class: "sheet-toggle",
    "aria-expanded": "false",
    "aria-controls": "levers",
  });
  const node = element("aside", { class: "rail", "aria-label": "Levers" }, sheet, rows);
  const open = (wide: boolean): void => {
    sheet.setAttribute("aria-expanded", String(wide));
    node.classList.toggle("open", wide);
  };
  let shown: readonly LeverView[] = [];
  let updates: ((state: AppState) => void)[] = [];
  const build = (state: AppState): void => {
    shown = state.run.levers;
    updates = [];
    rows.replaceChildren(
      ...groups.map(({ id, title, hint }) => {
        const made = shown.filter(({ group }) => group === id).map((lever) => leverRow(app, lever));
        updates.push(...made.map(({ update }) => update));
        return element(
          "section",
          { class: `group ${id}` },
          element("h2", {}, title, " ", element("small", {}, hint)),
          ...made.map((row) => row.node),
        );
      }),
      seedRow(app, updates),
      newsRow(open, updates),
    );
  };
  const render = (state: AppState): void => {
    if (JSON.stringify(state.run.levers) !== JSON.stringify(shown)) build(state);
    for (const update of updates) update(state);
  };
  app.store.subscribe((state, before) => {
    if (state.history !== before.history || state.run !== before.run) render(state);
  });
  build(app.store.get());
  render(app.store.get());
  return node;
}

/** The way to the announcements, with how many were switched in this draft. */
function newsRow(open: (wide: boolean) => void, updates: ((state: AppState) => void)[]): HTMLElement {
  const go = button("Announcements", () => {
    open(false);
    const news = document.getElementById("news");
    news?.scrollIntoView({ block: "start" });
    news?.focus({ preventScroll: true });
  });
  const count = element("span", { class: "soft" });
  updates.push(({ history }) => {
    const { news } = history.present.patch;
    const switched = isObject(news) ? Object.keys(news).length : 0;
    setText(count, switched === 0 ? "what was said, what if" : `${switched} switched`);
  });
  return element("div", { class: "news-link" }, go, " ", count);
}

/** The seed of chance: visible, and one can ask for another. */
function seedRow(app: App, updates: ((state: AppState) => void)[]): HTMLElement {
  const box = element("input", {
    type: "number",
    id: "seed",
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    step: 1,
    onchange: () =>
      app.setDraft({ seed: box.value === "" ? undefined : Math.max(0, Math.trunc(Number(box.value))) }),
  });
  updates.push(({ history, run }) => {
    const { seed } = history.present;
    box.value = seed === undefined ? "" : String(seed);
    box.placeholder = String(run.seed);
  });
  const next = (): void => {
    const { history, run } = app.store.get();
    app.setDraft({ seed: (history.present.seed ?? run.seed) + 1 });
  };
  return element(
    "div",
    { class: "seed" },
    element("label", { for: "seed" }, "Seed of chance"),
    box,
    button("Next", next, { title: "Another draw of the same chances" }),
  );
}
