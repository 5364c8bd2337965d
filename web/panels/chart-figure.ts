/**
 * The figure around a chart: the finding as its heading, canvas for marks, SVG for axes and cursor, the
 * legend as readout, the table of the same data, and what one can take away.
 */
import type { App, AppState } from "../app.ts";
import type { Chart, Series } from "../charts/chart.ts";
import { button, element, oncePerFrame, setText } from "../dom.ts";
import { exportCsv } from "../export/csv.ts";
import { exportPng } from "../export/png.ts";
import { formatDay } from "../format.ts";
import { readPalette } from "../theme.ts";
import { choiceRow } from "./choice-row.ts";
import { rowsTable } from "./data-table.ts";
import { legendList } from "./legend.ts";
import { plotOf } from "./plot.ts";
import { seriesOf } from "./series.ts";
import { onThemeChange } from "./theme-button.ts";

export function chartFigure(app: App, chart: Chart): HTMLElement {
  const finding = element("h2");
  const unit = element("span", { class: "unit" });
  const plot = plotOf(app, chart);
  const choices = choiceRow(app, chart);
  const legend = legendList(app);
  const remarks = element("ul", { class: "remarks" });
  const tableHost = element("div", { class: "table-host", hidden: true });
  const table = (): boolean => !tableHost.hidden;
  const toggle = button("Table", () => setTable(!table()), { class: "toggle", "aria-pressed": "false" });
  const current = (): Series => seriesOf(app.store.get());
  const figure = element(
    "figure",
    { class: "chart", id: `chart-${chart.id}`, "data-chart": chart.id, tabindex: "-1" },
    element(
      "div",
      { class: "chart-head" },
      element("p", { class: "kicker" }, chart.name, " ", unit),
      element(
        "div",
        { class: "chart-tools" },
        toggle,
        button("CSV", () => exportCsv(chart, current()), { "aria-label": `${chart.name} as CSV` }),
        button("PNG", () => void exportPng(chart, current()), { "aria-label": `${chart.name} as PNG` }),
      ),
    ),
    finding,
    choices.node,
    plot.node,
    tableHost,
    element("figcaption", {}, legend.node, remarks),
  );

  function setTable(shown: boolean): void {
    tableHost.hidden = !shown;
    plot.node.hidden = shown;
    toggle.setAttribute("aria-pressed", String(shown));
    setText(toggle, shown ? "Chart" : "Table");
    drawMarks();
  }

  const drawMarks = oncePerFrame(() => {
    const state = app.store.get();
    figure.hidden = chart.has?.(state.run) === false;
    if (figure.hidden) return;
    const series = seriesOf(state);
    choices.update(series);
    const said = state.run.findings[chart.id] ?? chart.name;
    // Findings are about the fleet as a whole, whatever place is shown.
    setText(finding, series.scope === "all" || series.view.sites.length === 1 ? said : `All sites: ${said}`);
    const label = chart.unit(series);
    setText(unit, label === "" ? "" : `in ${label}`);
    if (table()) tableHost.replaceChildren(rowsTable(chart.table(series), tableCaption(chart, series)));
    else plot.draw(series, readPalette());
    readouts();
  });
  const readouts = oncePerFrame(() => {
    const state = app.store.get();
    if (figure.hidden) return;
    const series = seriesOf(state);
    plot.moveCursor(state.cursor);
    legend.update(
      chart.legend(series, state.cursor),
      series.baseline === undefined || series.difference === true ? undefined : baselineKey(chart, state),
    );
    const lines = chart.remarks?.(series, state.cursor) ?? [];
    remarks.hidden = lines.length === 0;
    // One line per row that charts of rows show; the rest would push the page down.
    remarks.replaceChildren(...lines.map((text) => element("li", {}, text)));
  });

  app.store.subscribe((state, before) => {
    const ranged = chart.ranged === true && viewOf(state.ranges) !== viewOf(before.ranges);
    if (ranged || marksChanged(state, before)) drawMarks();
    else if (state.cursor !== before.cursor) readouts();
  });
  onThemeChange(drawMarks);
  // The width alone: readouts change the figure's height as the cursor moves, and that redraws nothing.
  let width = 0;
  new ResizeObserver(() => {
    if (plot.node.clientWidth === width) return;
    width = plot.node.clientWidth;
    drawMarks();
  }).observe(plot.node);
  drawMarks();
  return figure;
}

function marksChanged(state: AppState, before: AppState): boolean {
  return (
    (["run", "baseline", "from", "to", "scope", "focus", "difference", "picks"] as const).some(
      (key) => state[key] !== before[key],
    ) || viewOf(state.study) !== viewOf(before.study)
  );
}

/** What the grey dashes are: the preset, or the plan that was set as A. */
const baselineKey = (chart: Chart, { pinned }: AppState): string | undefined =>
  pinned === undefined ? chart.baseline : chart.baseline?.replace("preset", "plan A");

function tableCaption(chart: Chart, { view, from, to }: Series): string {
  return `${chart.name}, ${view.title}, ${formatDay(from)} to ${formatDay(to)}`;
}

/** The bands on screen come with the study's view; its progress redraws nothing. */
const viewOf = (study: AppState["study"] | AppState["ranges"]): unknown =>
  "view" in study ? study.view : undefined;
