/** Bars of which numbers decide: from what ranges say to places on a line and words. */
import type { MoneyRanges, MoneySwing } from "../api.ts";
import { formatMonth, formatUsd, formatValue } from "../format.ts";

export interface SwingBar {
  readonly id: string;
  readonly label: string;
  /** "7 to 10 B USD/GW-year" */
  readonly range: string;
  readonly assumed: boolean;
  /** What the figure is at both: "Jun 2030 to Jan 2032". */
  readonly ends: string;
  /** Places on the line from 0 to 1, at the number's low, at its high, and as the run is. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

type Figure = MoneyRanges["figures"][number];

/** Figures that some number moves. */
export const swingFigures = ({ figures, swings }: MoneyRanges): readonly Figure[] =>
  figures.filter(({ id }) => swings.some(({ at }) => at[id] !== undefined));

/** The widest first; what does not move the figure is left out. */
export function swingBars(ranges: MoneyRanges, figure: string): readonly SwingBar[] {
  const found = ranges.figures.find(({ id }) => id === figure);
  if (found === undefined) return [];
  /** A date beyond the run counts as its end. */
  const place = (value: number): number =>
    found.unit === "date" ? Math.min(ranges.horizonSeconds, value) : value;
  const rows = ranges.swings.flatMap((swing) => {
    const [low, high] = swing.at[figure] ?? [NaN, NaN];
    const width = Math.abs(place(high) - place(low));
    return width > 0 ? [{ swing, low, high, width }] : [];
  });
  const now = place(found.value);
  const all = rows.flatMap(({ low, high }) => [place(low), place(high)]).concat(now);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const share = (value: number): number => (most > least ? (place(value) - least) / (most - least) : 0);
  return rows
    .toSorted((one, other) => other.width - one.width)
    .map(({ swing, low, high }) => ({
      id: swing.id,
      label: swing.label,
      range: rangeText(swing),
      assumed: swing.confidence === "assumed" || swing.confidence === "yours",
      ends: [low, high]
        .toSorted((a, b) => a - b)
        .map((end) => figureText(found, end, ranges))
        .join(" to "),
      from: share(low),
      to: share(high),
      now: share(found.value),
    }));
}

/** A value of a figure as it is read. */
export function figureText(
  { unit, figures }: Pick<Figure, "unit" | "figures">,
  value: number,
  { startEpochSeconds, horizonSeconds }: Pick<MoneyRanges, "startEpochSeconds" | "horizonSeconds">,
): string {
  if (unit !== "date") return formatUsd(value, figures);
  const month = (seconds: number): string => formatMonth((startEpochSeconds + seconds) * 1000);
  return value > horizonSeconds ? `after ${month(horizonSeconds)}` : month(value);
}

/** "8 to 16 B USD a GW-year", "750 to 870 W": what both ends share is written once. */
function rangeText({ low, high, unit }: MoneySwing): string {
  if (unit.startsWith("USD")) {
    const of = unit.slice(3).replace(/^\//, " a ");
    return `${formatUsd(low)} to ${formatUsd(high)}${of}`;
  }
  const [from = "", to = ""] = [low, high].map((value) => formatValue(value, unit));
  const tail = / \D+$/.exec(to)?.[0] ?? "";
  return `${tail !== "" && from.endsWith(tail) ? from.slice(0, -tail.length) : from} to ${to}`;
}
