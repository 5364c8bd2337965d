/** What `capsim money` prints: spend against commitment, figures with their ranges, and bars of what moves the first. */
import { dated, datedRange, swingOf } from "../index.ts";
import type { MoneyFigure, MoneyRange, MoneyRanges, MoneySwing, Result } from "../index.ts";
import { section } from "./summary.ts";
import { bar, left, paint, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/** Bars shown; the rest is counted. */
const BARS = 14;

export function moneyText(result: Result, ranges: MoneyRanges, terminal: Terminal): string {
  const { scenario } = result;
  const { columns } = terminal;
  const title = `${scenario.title}${scenario.illustrative ? " (illustrative)" : ""}`;
  const [first] = ranges.figures;
  const sums = ranges.figures.filter(({ id }) => !id.includes("/"));
  const units = ranges.figures.filter(({ id }) => id.includes("/")).toSorted(byKind);
  const lines = [
    paint(terminal, "bold", wrap(title, columns)),
    paint(terminal, "dim", wrap(`${result.start} to ${result.end}, seed ${result.seed}`, columns)),
    ...section(terminal, "Spend against commitment", result.money?.info.finding ?? "", [
      ...commitmentLines(terminal, result),
      ...figureLines(terminal, ranges, sums),
    ]),
    ...section(terminal, "Unit costs", "", figureLines(terminal, ranges, units)),
    ...(first === undefined
      ? []
      : section(
          terminal,
          `What moves it: ${first.label}`,
          ranges.sentence ?? "",
          barLines(terminal, ranges, first),
        )),
    "",
    ...ranges.notes.map((note) => paint(terminal, "dim", wrap(printable(note), columns, "  "))),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** customer before provider, then by measure; chips stay in their order. */
function byKind(a: MoneyFigure, b: MoneyFigure): number {
  const kind = ({ id, unit }: MoneyFigure): string => `${id.split("/")[0] ?? ""} ${UNITS.indexOf(unit)}`;
  return kind(a) < kind(b) ? -1 : kind(a) > kind(b) ? 1 : 0;
}

const UNITS = ["USD/GW-year", "USD/chip-h", "USD/EFLOP-day", "USD/Mtok"];

/** A bar for each year of the term: what counted by its end, of the total. */
function commitmentLines(terminal: Terminal, result: Result): readonly string[] {
  const commitment = result.money?.info.commitment;
  if (commitment === undefined) return [];
  const { totalUsd, years } = commitment;
  const width = Math.max(10, Math.min(40, terminal.columns - 42));
  let counted = 0;
  const rows = years.map(({ from, countedUsd, shortfallUsd, settled }) => {
    counted += countedUsd;
    const lacks = shortfallUsd > 0 ? `, short ${usd(shortfallUsd, 2)}` : "";
    return `  ${left(from, 10)} ${paint(terminal, "blue", bar(counted / totalUsd, width))} ${usd(counted, 2)}${lacks}${settled ? "" : " (open)"}`;
  });
  return [
    ...rows,
    paint(
      terminal,
      "dim",
      wrap(`counted by the end of each year of the term, of ${usd(totalUsd, 3)}`, terminal.columns, "  "),
    ),
    "",
  ];
}

/** Figures with their ranges; those of one kind of unit cost under one head. */
function figureLines(
  terminal: Terminal,
  ranges: MoneyRanges,
  figures: readonly MoneyFigure[],
): readonly string[] {
  if (figures.length === 0) return [];
  const [cell, wide] = [15, 21];
  const width = terminal.columns - cell - 2 * wide - 2;
  const cells = (a: string, b: string, c: string): string =>
    `${right(a, cell)}${right(b, wide)}${right(c, wide)}`;
  let head = "";
  const rows = figures.flatMap((figure): string[] => {
    const [name = "", group = ""] = figure.label.split(/, (?=paid|cost)/);
    const above = group === "" || group === head ? [] : [`  ${sentenceCase(group)}`];
    head = group;
    const say = sayOf(figure, ranges);
    const range = (found: MoneyRange | undefined): string =>
      found === undefined
        ? "–"
        : figure.unit === "date"
          ? datedRange(found.p5, found.p95, ranges.startEpochSeconds, ranges.horizonSeconds)
          : joined(say(found.p5), say(found.p95));
    const label = `${group === "" ? "" : "  "}${name}`;
    return [
      ...above,
      `  ${left(label, width)}${cells(say(figure.value), range(figure.money), range(figure.all))}`,
    ];
  });
  return [
    paint(terminal, "dim", `  ${left("USD", width)}${cells("as written", "prices drawn", "all drawn")}`),
    ...rows,
    paint(
      terminal,
      "dim",
      wrap("drawn: from what 5 % of the draws stay below to what 95 % do.", terminal.columns, "  "),
    ),
  ];
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One value where both ends read alike. */
const joined = (a: string, b: string): string => (a === b ? a : `${a} to ${b}`);

const sayOf =
  ({ unit, figures }: Pick<MoneyFigure, "unit" | "figures">, ranges: MoneyRanges) =>
  (value: number): string =>
    unit === "date" ? dated(value, ranges.startEpochSeconds, ranges.horizonSeconds) : plain(value, figures);

const SCALES = [
  [1e12, " T"],
  [1e9, " B"],
  [1e6, " M"],
] as const;

/** To so many significant figures, and no more. */
function plain(value: number, figures: number): string {
  if (!Number.isFinite(value)) return "–";
  const rounded = Number(value.toPrecision(figures));
  for (const [scale, letter] of SCALES)
    if (Math.abs(rounded) >= scale) return `${Number((rounded / scale).toPrecision(figures))}${letter}`;
  return rounded.toLocaleString("en-US", { maximumSignificantDigits: figures });
}

const usd = (value: number, figures: number): string => `USD ${plain(value, figures)}`;

function barLines(terminal: Terminal, ranges: MoneyRanges, figure: MoneyFigure): readonly string[] {
  const { swings, still, horizonSeconds } = ranges;
  const say = sayOf(figure, ranges);
  const end = (value: number): number => (value === Infinity ? horizonSeconds : value);
  const moving = swings.filter((swing) => swingOf(swing, figure.id, ranges) > 0);
  const shown = moving.slice(0, BARS);
  const ends = shown.flatMap(({ at }) => (at[figure.id] ?? []).map(end));
  const [from, to] = [Math.min(end(figure.value), ...ends), Math.max(end(figure.value), ...ends)];
  const text = figure.unit === "date" ? 15 : 8;
  const label = Math.max(16, Math.min(38, terminal.columns - 2 * text - 18));
  const width = Math.max(8, terminal.columns - label - 2 * text - 6);
  const place = (value: number): number => Math.round(((end(value) - from) / (to - from || 1)) * (width - 1));
  const rows = shown.map((swing) => {
    const both = swing.at[figure.id] ?? [NaN, NaN];
    const [a = NaN, b = NaN] = both.toSorted((x, y) => x - y);
    const cells = Array.from({ length: width }, (_, i) =>
      i >= place(a) && i <= place(b) ? "█" : i === place(figure.value) ? "│" : " ",
    ).join("");
    const name = left(`${printable(swing.label)}${mark(swing)}`, label);
    return `  ${name} ${right(say(a), text)} ${paint(terminal, swing.changes === "chips" ? "blue" : "cyan", cells)} ${left(say(b), text)}`;
  });
  const less = swings.length - shown.length;
  const rest = [
    ...(less > 0 ? [`${less} more move it less, or move other figures alone.`] : []),
    ...(still.sameModel > 0
      ? [
          `${still.sameModel} numbers with a range cannot move it: which chips there are and their prices stay what they are at both ends.`,
        ]
      : []),
    ...(still.unseen > 0
      ? [
          `${still.unseen} numbers change what is used: how far they move it takes full runs (capsim run --samples).`,
        ]
      : []),
    ...(still.sameFigures > 0 ? [`${still.sameFigures} change the plan and no figure.`] : []),
    "~ assumed, ≈ derived or estimated, * the user's own; others are as published.",
  ];
  return [...rows, ...rest.map((line) => paint(terminal, "dim", wrap(line, terminal.columns, "  ")))];
}

const mark = ({ confidence }: MoneySwing): string =>
  confidence === "assumed"
    ? " ~"
    : confidence === "derived" || confidence === "estimated"
      ? " ≈"
      : confidence === "yours"
        ? " *"
        : "";
