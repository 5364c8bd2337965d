/** How sure the money is, as files: numbers in full, dates as days; what lies beyond the run is empty or null. */
import { isoDate } from "../engine/index.ts";
import type { ExportFile } from "../results/export.ts";
import { toCsv } from "../scenario/csv.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { MoneyFigure, MoneyRange, MoneyRanges } from "./money-range.ts";

type Cell = string | number | null;

/** money-ranges.json, figures.csv and swings.csv. */
export function moneyFiles(scenario: Scenario, ranges: MoneyRanges): readonly ExportFile[] {
  return [
    { name: "money-ranges.json", text: `${JSON.stringify(moneySummary(scenario, ranges), undefined, 2)}\n` },
    { name: "figures.csv", text: figuresCsv(ranges) },
    { name: "swings.csv", text: swingsCsv(ranges) },
  ];
}

export function moneySummary(scenario: Scenario, ranges: MoneyRanges): object {
  const { figures, swings, still, sentence, notes } = ranges;
  const plain = plainOf(ranges);
  const range = (of: MoneyFigure, found: MoneyRange | undefined): object | undefined =>
    found && {
      draws: found.draws,
      ...Object.fromEntries(ENDS.map((end) => [end, plain(of.unit, found[end])])),
      beyond: found.beyond,
    };
  return {
    format: "capsim-money/1",
    scenario: { id: scenario.id, title: scenario.title, illustrative: scenario.illustrative },
    start: scenario.start,
    end: scenario.end,
    seed: scenario.seed,
    figures: figures.map(({ money, all, value, ...figure }) => ({
      ...figure,
      value: plain(figure.unit, value),
      money: range({ ...figure, value }, money),
      all: range({ ...figure, value }, all),
    })),
    ...(sentence === undefined ? {} : { sentence }),
    swings: swings.map(({ at, ...swing }) => ({
      ...swing,
      at: Object.fromEntries(
        figures.flatMap(({ id, unit }) => {
          const ends = at[id];
          return ends === undefined ? [] : [[id, ends.map((end) => plain(unit, end))]];
        }),
      ),
    })),
    still,
    notes,
  };
}

const ENDS = ["low", "p5", "p50", "p95", "high"] as const;

/** A day for a date, null for what does not come within the run. */
const plainOf =
  ({ startEpochSeconds }: Pick<MoneyRanges, "startEpochSeconds">) =>
  (unit: string, value: number): Cell =>
    !Number.isFinite(value) ? null : unit === "date" ? isoDate(startEpochSeconds + value) : value;

/** `figure,label,unit,value,confidence`, then draws, ends and the share beyond the run for money alone and for all. */
function figuresCsv(ranges: MoneyRanges): string {
  const plain = plainOf(ranges);
  const columns = (name: string): readonly string[] =>
    ["draws", ...ENDS, "beyond"].map((column) => `${name}.${column}`);
  const cells = (unit: string, range: MoneyRange | undefined): readonly Cell[] =>
    range === undefined
      ? columns("").map(() => null)
      : [range.draws, ...ENDS.map((end) => plain(unit, range[end])), range.beyond];
  return toCsv(
    ["figure", "label", "unit", "value", "confidence", ...columns("prices"), ...columns("all")],
    ranges.figures.map(({ id, label, unit, value, confidence, money, all }) =>
      [id, label, unit, plain(unit, value), confidence, ...cells(unit, money), ...cells(unit, all)].map(
        (cell) => cell ?? "",
      ),
    ),
  );
}

/** A row for each number and figure it moves. */
function swingsCsv(ranges: MoneyRanges): string {
  const plain = plainOf(ranges);
  function* rows(): Generator<readonly (string | number)[]> {
    for (const { id, label, unit, value, low, high, confidence, changes, at } of ranges.swings)
      for (const figure of ranges.figures) {
        const ends = at[figure.id];
        if (ends === undefined) continue;
        const found = ends.map((end) => plain(figure.unit, end) ?? "");
        yield [
          id,
          label,
          unit,
          low,
          value,
          high,
          confidence,
          changes,
          figure.id,
          found[0] ?? "",
          found[1] ?? "",
        ];
      }
  }
  const head = "input,label,unit,low,value,high,confidence,changes,figure,atLow,atHigh";
  return toCsv(head.split(","), rows());
}
