/** The summary's tables of what was planned: demand, generations modelled beside claimed, what is good to know. */
import type { GenerationRow, Result } from "../index.ts";
import { cut, figure, left, paint, right, sparkline, wrap } from "./terminal.ts";
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
  const cells = Math.max(8, terminal.columns - label - 21);
  return rows.flatMap(({ label: name, values }) =>
    values === undefined
      ? []
      : [
          `  ${left(name, label)} ${paint(terminal, "green", sparkline(values, cells, top))} ${cut(`${figure(values[values.length - 1] ?? 0)} tokens/s`, 16)}`,
        ],
  );
}

/** What each system does per IT MW in this model; under it, what its vendor says of the same. */
export function generationLines(terminal: Terminal, { generations }: Result): readonly string[] {
  if (generations.length === 0) return [];
  const width = Math.max(16, Math.min(26, terminal.columns - 52));
  const head = `  ${left("system", width)} ${right("available", 10)} ${right("W/chip", 7)} ${right("FP8 EF/MW", 10)} ${right("tokens/s/MW", 12)}`;
  return [
    paint(terminal, "dim", head),
    ...generations.map(
      (row) =>
        `  ${left(`${row.system}${row.projected ? " *" : ""}`, width)} ${right(row.available, 10)} ${right(figure(row.allInWatts), 7)} ${right(row.fp8EflopsPerMw.toFixed(2), 10)} ${right(figure(row.tokensPerSecondPerMw), 12)}`,
    ),
    ...(generations.some(({ projected }) => projected)
      ? [paint(terminal, "dim", "  * projected: nobody has announced it")]
      : []),
    ...generations.flatMap((row) => claimLines(terminal, row)),
  ];
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
