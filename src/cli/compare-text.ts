/** What `capsim compare` prints: headlines beside each other, campaigns that change, what cannot be told apart. */
import { changeText } from "../index.ts";
import type { Attribution, CampaignDifference, HeadlineDifference } from "../index.ts";
import type { CompareReport } from "./compare.ts";
import { differenceOfUnit, ofUnit } from "./summary-models.ts";
import { section } from "./summary.ts";
import { left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

const CELL = 9;
const INTERVAL = 20;
/** Units that are plain from the figures. */
const UNSAID: ReadonlySet<string> = new Set(["", "share", "chips", "date"]);
/** Campaign runs shown; the rest is counted. */
const MOST_RUNS = 24;

export function comparisonText(report: CompareReport, terminal: Terminal): string {
  const { a, b, changes, comparison, chanceOnly } = report;
  const { columns } = terminal;
  const draws = chanceOnly ? "draws of events" : "draws of inputs";
  const apart = comparison.headlines.filter(({ verdict }) => verdict === "cannot be told apart");
  const same = comparison.headlines.filter(({ verdict }) => verdict === "the same");
  const told = comparison.headlines.filter((h) => !apart.includes(h) && !same.includes(h));
  const names = (rows: readonly HeadlineDifference[]): string => rows.map(({ label }) => label).join("; ");
  const lines = [
    paint(
      terminal,
      "bold",
      wrap(`A: ${a.title}. B: ${a.id === b.id ? "the same with the changes below" : b.title}.`, columns),
    ),
    paint(
      terminal,
      "dim",
      wrap(
        `${a.start} to ${a.end}, ${comparison.pairs} pair${comparison.pairs === 1 ? "" : "s"} of ${draws}, the same in both`,
        columns,
      ),
    ),
    ...section(
      terminal,
      "Changes",
      "",
      changes
        .slice(0, 12)
        .map((change) => wrap(`${printable(change.label)}: ${printable(changeText(change))}`, columns, "  ")),
    ),
    ...section(terminal, "Headlines", "", headlineLines(terminal, report, told)),
    ...(apart.length === 0 ? [] : ["", wrap(`Cannot be told apart: ${names(apart)}.`, columns)]),
    ...(same.length === 0 ? [] : ["", wrap(`The same in both: ${names(same)}.`, columns)]),
    ...section(
      terminal,
      "Campaigns",
      campaignFinding(comparison.campaigns),
      campaignLines(terminal, comparison.campaigns),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function headlineLines(
  terminal: Terminal,
  report: CompareReport,
  rows: readonly HeadlineDifference[],
): readonly string[] {
  if (rows.length === 0) return [];
  const width = Math.max(16, terminal.columns - 2 - 3 * CELL - INTERVAL);
  const head = `  ${left("", width)}${right("A", CELL)}${right("B", CELL)}${right("B - A", CELL)}${right("95 % interval", INTERVAL)}`;
  const lines = rows.flatMap((row) => {
    const say = (value: number): string => (row.unit === "share" ? percent(value) : ofUnit(value, row));
    const gap = (value: number): string =>
      row.unit === "share" ? percent(value) : differenceOfUnit(value, row);
    const interval =
      row.low === undefined || row.high === undefined ? "one pair" : `${gap(row.low)} to ${gap(row.high)}`;
    const unit = UNSAID.has(row.unit) ? "" : `, ${row.unit}`;
    const label = `${row.illustrative ? "~ " : "  "}${row.label}${unit}`;
    const why = because(report, row);
    return [
      `${left(label, width + 2)}${right(say(row.a), CELL)}${right(say(row.b), CELL)}${right(gap(row.mean), CELL)}${right(interval, INTERVAL)}`,
      ...(why === "" ? [] : [paint(terminal, "dim", wrap(why, terminal.columns, "      "))]),
    ];
  });
  const how =
    report.attribution.length < 2
      ? ""
      : report.averaged
        ? " because: contributions averaged over all orders of the changes, inputs as written."
        : " because: contributions of the changes one after the other, as listed, inputs as written.";
  const achieved = report.comparison.headlines.flatMap(({ correlation }) => correlation ?? []);
  const middle = achieved.toSorted((x, y) => x - y)[Math.floor(achieved.length / 2)];
  const common =
    middle === undefined
      ? ""
      : ` Correlation of A and B over the pairs, middle headline: ${middle.toFixed(2)}.`;
  const note = `A and B: inputs as written. B - A: mean over the pairs.${common} ~ illustrative: rests mostly on assumed inputs.${how}`;
  return [paint(terminal, "dim", head), ...lines, paint(terminal, "dim", wrap(note, terminal.columns, "  "))];
}

/** "because growth +0.12, slip -0.03", the larger first; of one change there is nothing to tell. */
function because({ attribution }: CompareReport, row: HeadlineDifference): string {
  if (attribution.length < 2) return "";
  const say = (value: number): string =>
    `${value > 0 ? "+" : ""}${row.unit === "share" ? percent(value) : differenceOfUnit(value, row)}`;
  const of = ({ contribution }: Attribution): number => contribution[row.id] ?? 0;
  const parts = attribution
    .filter((each) => Math.abs(of(each)) > 0)
    .toSorted((x, y) => Math.abs(of(y)) - Math.abs(of(x)))
    .slice(0, 4)
    .map((each) => `${printable(each.label)} ${say(of(each))}`);
  return parts.length === 0 ? "" : `because ${parts.join(", ")}`;
}

/** Runs whose deadline is missed in either, or that end on another day. */
const changed = (row: CampaignDifference): boolean => row.missedA > 0 || row.missedB > 0;

function campaignFinding(rows: readonly CampaignDifference[]): string {
  if (rows.length === 0) return "";
  const pairs = Math.max(...rows.map((row) => row.pairs));
  const sum = (read: (row: CampaignDifference) => number): string =>
    rows.reduce((total, row) => total + read(row) / row.pairs, 0).toFixed(1);
  return `Of ${rows.length} runs with a deadline, ${sum((r) => r.missedA)} miss it in A and ${sum((r) => r.missedB)} in B, on average of ${pairs} pair${pairs === 1 ? "" : "s"}`;
}

function campaignLines(terminal: Terminal, rows: readonly CampaignDifference[]): readonly string[] {
  const shown = rows
    .filter(changed)
    .toSorted(
      (x, y) => y.missedB / y.pairs - y.missedA / y.pairs - (x.missedB / x.pairs - x.missedA / x.pairs),
    );
  if (shown.length === 0) return [];
  const width = Math.max(14, terminal.columns - 2 - 2 * CELL - 14 - 24);
  const head = `  ${left("run", width)}${right("missed A", CELL)}${right("B", CELL)}${right("days late, B", 14)}${right("ends later by, days", 24)}`;
  const lines = shown.slice(0, MOST_RUNS).map((row) => {
    const chance = (missed: number): string => `${Math.round((100 * missed) / row.pairs)} %`;
    const late = row.lateDays === undefined ? "–" : days(row.lateDays.p50);
    const later = `${days(row.laterDays.p50)} (${days(row.laterDays.p10)} to ${days(row.laterDays.p90)})`;
    return `  ${left(`${printable(row.name)} ${row.run}`, width)}${right(chance(row.missedA), CELL)}${right(chance(row.missedB), CELL)}${right(late, 14)}${right(later, 24)}`;
  });
  const rest = shown.length - MOST_RUNS;
  const note = `missed: share of the pairs. days late: the middle one of those that are. ends later: B after A, p50 (p10 to p90).${rest > 0 ? ` ${rest} more runs are in campaigns.csv.` : ""}`;
  return [paint(terminal, "dim", head), ...lines, paint(terminal, "dim", wrap(note, terminal.columns, "  "))];
}

const days = (count: number): string =>
  count === Infinity
    ? "never"
    : count === -Infinity
      ? "only B"
      : Number.isNaN(count)
        ? "–"
        : String(Math.round(count));
