/** The summary's lines on how fast and how surely the fleet serves. */
import type { LatencyInfo, Result } from "../index.ts";
import { figure, left, paint, percent, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

type Row = LatencyInfo["regions"][number];

/** A row for each region of users: over the run, at one mix of classes. */
export function latencyLines(terminal: Terminal, { latency }: Result): readonly string[] {
  if (latency === undefined || latency.regions.length === 0) return [];
  const columns: readonly [string, (row: Row) => string][] = [
    ["TTFT p50", (row) => `${figure(row.ttftP50Seconds)} s`],
    ["p99", (row) => `${figure(row.ttftP99Seconds)} s`],
    ["ms/token p99", (row) => figure(1000 * row.tpotP99Seconds)],
    [
      "in SLO",
      (row) =>
        latency.classes.some(({ ttftSeconds }) => ttftSeconds !== undefined) ? percentWithin(row) : "–",
    ],
  ];
  // On a narrow terminal the first two say most.
  const shown = terminal.columns < 64 ? columns.slice(0, 2) : columns;
  const width = Math.max(10, Math.min(22, terminal.columns - 2 - 13 * shown.length));
  const line = (first: string, cells: readonly string[]): string =>
    `  ${left(first, width)}${cells.map((cell) => right(cell, 13)).join("")}`;
  return [
    paint(
      terminal,
      "dim",
      line(
        "region",
        shown.map(([name]) => name),
      ),
    ),
    ...latency.regions.map((row) =>
      line(
        row.name,
        shown.map(([, read]) => read(row)),
      ),
    ),
    paint(
      terminal,
      "dim",
      wrap(
        "In the middle bin of the run, at the same mix of classes in every region; the share is of the whole run.",
        terminal.columns,
        "  ",
      ),
    ),
  ];
}

const percentWithin = ({ withinSlo }: Row): string => `${(100 * withinSlo).toFixed(1)} %`;

/** How far the rates behind tokens served and what could be served may be off. */
export function ratesLines(terminal: Terminal, { servingRates }: Result): readonly string[] {
  if (servingRates === undefined) return [];
  const { predicted, band, chips } = servingRates;
  const text = predicted
    ? `Serving rates of ${chips.join(", ")} are a prediction, ±${percent(band)}: nothing was measured on them at large batch.`
    : `Serving rates hold within ±${percent(band)}.`;
  return [paint(terminal, "dim", wrap(text, terminal.columns, "  "))];
}
