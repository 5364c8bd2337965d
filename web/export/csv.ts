/** A chart's data as CSV: tidy (time, series, value, unit, run) where it has bins, its table elsewhere. */
import type { Chart, Series, Table } from "../charts/chart.ts";
import { download } from "../dom.ts";

export function exportCsv(chart: Chart, series: Series): void {
  const blob = new Blob([csvText(chart, series)], { type: "text/csv" });
  download(`capsim-${series.view.preset}-${chart.id}.csv`, blob);
}

export function csvText(chart: Chart, series: Series): string {
  const lines = chart.top === undefined ? plainLines(chart.table(series)) : tidyLines(chart, series);
  return csvOf(lines);
}

/** Lines of cells as the text of a file. */
export function csvOf(lines: Iterable<Line>): string {
  return Array.from(lines, (line) => line.map(field).join(",")).join("\r\n") + "\r\n";
}

type Line = readonly (string | number)[];

function plainLines(table: Table): readonly Line[] {
  return [table.columns, ...table.rows];
}

function tidyLines(chart: Chart, series: Series): readonly Line[] {
  const { baseline, ...rest } = series;
  // Both runs are in the file: whoever wants the difference has it.
  const runs = [
    { name: "current", table: chart.table({ ...series, difference: false }) },
    ...(baseline === undefined ? [] : [{ name: "preset", table: chart.table({ ...rest, view: baseline }) }]),
  ];
  const lines: Line[] = [["time", "series", "value", "unit", "run"]];
  for (const { name, table } of runs) {
    for (const [time = "", ...values] of table.rows) {
      values.forEach((value, index) => {
        const [label = "", unit = chart.unit(series)] = (table.columns[index + 1] ?? "").split(
          /, (?=[^,]*$)/,
        );
        lines.push([time, label, value, unit, name]);
      });
    }
  }
  return lines;
}

/** Quoted where RFC 4180 asks for it. */
function field(value: string | number): string {
  const text = typeof value === "number" ? (Number.isNaN(value) ? "" : String(value)) : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
