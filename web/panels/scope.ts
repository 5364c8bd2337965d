/** Which place the charts show; on a phone also which chart, as only one fits. */
import type { App, AppState } from "../app.ts";
import { charts } from "../charts/all.ts";
import { element, setText } from "../dom.ts";
import type { RunView } from "../view/run-view.ts";

/** More notes than this are folded away. */
const mostOpen = 3;

/** How much of the input is known and how much believed, and what one must know to read the rest. */
export function aboutLine(app: App): HTMLElement {
  const badge = element("b", { class: "badge", title: "Shows how things hang together, not how they are" });
  badge.textContent = "Illustrative: most inputs are assumed";
  const text = element("span");
  const summary = element("summary");
  const list = element("ul");
  const notes = element("details", { class: "notes" }, summary, list);
  const render = ({ run }: AppState): void => {
    const said = [...run.notes, ...run.warnings.map(({ path, message }) => `${path} ${message}.`)];
    badge.hidden = !run.illustrative;
    setText(text, `${shares(run.inputs)} If-then, not a forecast.`);
    notes.hidden = said.length === 0;
    notes.open = said.length <= mostOpen;
    setText(summary, said.length === 1 ? "1 note on this run" : `${said.length} notes on this run`);
    list.replaceChildren(...said.map((note) => element("li", {}, note)));
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run) render(state);
  });
  render(app.store.get());
  const checked = element(
    "a",
    { href: "#validation", title: "What the simulator gives beside what others published" },
    "Validation",
  );
  return element("div", { class: "about" }, badge, " ", element("span", {}, text, " ", checked), notes);
}

export function scopePicker(app: App, figures: HTMLElement): HTMLElement {
  const site = element("select", { id: "scope", onchange: () => app.show({ scope: site.value }) });
  const chart = element("select", {
    id: "which-chart",
    onchange: () => show(),
  });
  const show = (): void => void (figures.dataset["shown"] = chart.value);
  /** Only charts that the run has something for. */
  const offer = (run: RunView): void => {
    const before = chart.value;
    const there = charts.filter(({ has }) => has?.(run) !== false);
    if (chart.options.length !== there.length)
      chart.replaceChildren(
        ...there.map(({ id, name, short }) => element("option", { value: id }, short ?? name)),
      );
    if (there.some(({ id }) => id === before)) chart.value = before;
    show();
  };
  const render = (state: AppState): void => {
    const { run } = state;
    offer(run);
    const options = [{ id: "all", name: run.sites.length === 1 ? "The site" : "All sites" }, ...run.sites];
    site.replaceChildren(
      ...options
        .filter(({ id }) => run.scopes[id] !== undefined)
        .map(({ id, name }) => element("option", { value: id }, name)),
    );
    site.value = run.scopes[state.scope] === undefined ? "all" : state.scope;
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.scope !== before.scope) render(state);
  });
  render(app.store.get());
  return element(
    "div",
    { class: "scope" },
    element("label", { class: "phone-only", for: "which-chart" }, "Chart ", chart),
    element("label", { for: "scope" }, "Where ", site),
  );
}

/** "Inputs: 21 % published, 34 % assumed, ..." */
function shares(inputs: Readonly<Record<string, number>>): string {
  const total = Object.values(inputs).reduce((sum, share) => sum + share, 0);
  if (total <= 0) return "";
  const parts = Object.entries(inputs)
    .filter(([, share]) => share > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([confidence, share]) => `${Math.round((100 * share) / total)} % ${confidence}`);
  return `Inputs: ${parts.join(", ")}.`;
}
