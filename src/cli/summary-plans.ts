/** The summary's tables of what was planned: demand, generations modelled beside claimed, what is good to know. */
import type { GenerationRow, Result } from "../index.ts";
import { cut, figure, left, paint, percent, right, sparkline, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/** Demand, what could be served and what was, as lines of blocks. */
export function demandLines(terminal: Terminal, result: Result): readonly string[] {
  const find = (id: string): Float64Array | undefined => result.series.find((s) => s.id === id)?.mean;
  const rows = [
    { label: "demand", values: find("demand.all") },
    { label: "could be served", values: result.servingBalance?.tokensPerSecond },
    { label: "served", values: find("served.all") },
  ];
  const top = rows.reduce(
    (most, { values = new Float64Array(0) }) => values.reduce((a, b) => Math.max(a, b), most),
    0,
  );
  if (top === 0) return [];
  const label = terminal.columns < 60 ? 14 : 22;
  const said = terminal.columns < 50 ? 12 : 16;
  const cells = Math.max(4, terminal.columns - label - said - 5);
  return rows.flatMap(({ label: name, values }) =>
    values === undefined
      ? []
      : [
          `  ${left(name, label)} ${paint(terminal, "green", sparkline(values, cells, top))} ${cut(`${figure(values[values.length - 1] ?? 0)} tokens/s`, said)}`,
        ],
  );
}

/** How customers came, and what of it others served. */
export function accessLines(terminal: Terminal, { accessPaths = [] }: Result): readonly string[] {
  if (accessPaths.length === 0) return [];
  const said = { own: "", "region-bound": ", not away from home", external: ", served elsewhere" };
  const parts = accessPaths.map(({ name, pool, share }) => `${name} ${percent(share)}${said[pool]}`);
  return [wrap(`By access path: ${parts.join("; ")}.`, terminal.columns, "  ")];
}

/** What each system does per IT MW in this model; under it, what its vendor says of the same. */
export function generationLines(terminal: Terminal, { generations }: Result): readonly string[] {
  if (generations.length === 0) return [];
  const columns: readonly [string, number, (row: GenerationRow) => string][] = [
    ["available", 10, (row) => row.available],
    ["W/chip", 7, (row) => figure(row.allInWatts)],
    ["FP8 EF/MW", 10, (row) => row.fp8EflopsPerMw.toFixed(2)],
    ["tokens/s/MW", 12, (row) => figure(row.tokensPerSecondPerMw)],
  ];
  // On a narrow terminal the last says most.
  const shown = terminal.columns < 64 ? columns.slice(-1) : columns;
  const taken = shown.reduce((sum, [, width]) => sum + width + 1, 0);
  const width = Math.max(12, Math.min(26, terminal.columns - 2 - taken));
  const line = (first: string, cells: readonly string[]): string =>
    `  ${left(first, width)}${cells.map((cell, i) => ` ${right(cell, shown[i]?.[1] ?? 0)}`).join("")}`;
  return [
    paint(
      terminal,
      "dim",
      line(
        "system",
        shown.map(([name]) => name),
      ),
    ),
    ...generations.map((row) =>
      line(
        `${row.system}${row.projected ? " *" : ""}`,
        shown.map(([, , read]) => read(row)),
      ),
    ),
    ...(generations.some(({ projected }) => projected)
      ? [paint(terminal, "dim", wrap("* projected: nobody has announced it", terminal.columns, "  "))]
      : []),
    ...predictionLines(terminal, generations),
    ...generations.flatMap((row) => claimLines(terminal, row)),
  ];
}

/** Rates that rest on no measurement are shown with their band. */
function predictionLines(terminal: Terminal, generations: Result["generations"]): readonly string[] {
  const served = generations.filter(
    ({ prediction, tokensPerSecondPerMw }) => prediction && tokensPerSecondPerMw > 0,
  );
  const band = Math.max(...served.map((row) => row.band));
  if (served.length === 0) return [];
  const all = served.length === generations.length ? "" : ` of ${served.map((row) => row.system).join(", ")}`;
  const text = `tokens/s${all}: a prediction, +-${percent(band)}; nothing is measured at large batch`;
  return [paint(terminal, "dim", wrap(text, terminal.columns, "  "))];
}

function claimLines(terminal: Terminal, row: GenerationRow): readonly string[] {
  return row.claims.flatMap(({ measure, than, claimed, modelled }) =>
    modelled === undefined
      ? []
      : [
          wrap(
            `${row.system} over ${than}, ${measure}: ${modelled.toFixed(2)} modelled, ${claimed} claimed by the vendor.`,
            terminal.columns,
            "  ",
          ),
        ],
  );
}

export function noteLines(terminal: Terminal, { notes }: Result): readonly string[] {
  return notes.map((note) => wrap(note, terminal.columns, "  "));
}
