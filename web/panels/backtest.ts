/** Backtest: what was observed after the scenario's cut-off against what the run said, and carry-forward. */
import type { App, AppState } from "../app.ts";
import { element } from "../dom.ts";
import { formatNumber } from "../format.ts";
import type { RunView } from "../view/run-view.ts";
import { rowsTable } from "./data-table.ts";

export function backtestPanel(app: App): HTMLElement {
  const body = element("div");
  const node = element(
    "section",
    { class: "backtest", id: "backtest" },
    element("h2", {}, "Checked against what was observed"),
    body,
  );
  const render = ({ run }: AppState): void => {
    const { rows, series } = run.backtest;
    node.hidden = rows.length === 0;
    body.replaceChildren(
      element(
        "p",
        {},
        "The run never read these rows (diamonds in the charts). Carry-forward says: it stays as last seen.",
      ),
      rowsTable(
        {
          columns: [
            "series",
            "date",
            "unit",
            "observed",
            "simulated",
            "error, %",
            "carry-forward",
            "its error, %",
          ],
          rows: rows.map((row) => [
            seriesName(run, row.series),
            row.date,
            row.unit,
            formatNumber(row.actual),
            formatNumber(row.simulated),
            percent(row.errorPercent),
            formatNumber(row.carryForward),
            percent(row.carryForwardErrorPercent),
          ]),
        },
        "Backtest, row by row",
      ),
      rowsTable(
        {
          columns: ["series", "points", "mean absolute error, %", "carry-forward's, %"],
          rows: series.map((row) => [
            seriesName(run, row.series),
            row.points,
            percent(row.mapePercent),
            percent(row.carryForwardMapePercent),
          ]),
        },
        "Backtest, by series",
      ),
    );
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run) render(state);
  });
  render(app.store.get());
  return node;
}

const percent = (value: number): string =>
  Number.isFinite(value) ? (Math.round(10 * value) / 10 + 0).toFixed(1) : "–";

const kinds: Readonly<Record<string, string>> = {
  "power.building": "Buildings",
  "fleet.chips": "Chips in service",
  "power.drawn": "Power drawn",
};

/** "Buildings, New Carlisle" for `power.building.new-carlisle`. */
function seriesName(run: RunView, id: string): string {
  const at = id.lastIndexOf(".");
  const kind = kinds[id.slice(0, at)];
  const site = run.sites.find((each) => each.id === id.slice(at + 1))?.name;
  return kind === undefined || site === undefined ? id : `${kind}, ${site}`;
}
