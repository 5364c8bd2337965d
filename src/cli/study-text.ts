/** What a study prints: headlines with their spread, answers by date, what the inputs rest on. */
import type { Answer, HeadlineSpread, Result, StudyReport } from "../index.ts";
import { ofUnit } from "./summary-models.ts";
import { inputLines, section } from "./summary.ts";
import { left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

const CELL = 8;
const CHANCE = 7;
const INTERVAL = 14;
const LATE = 9;
const LATEST = 7;

/** The whole as text that ends in a line break; `base` is the run with the inputs as written. */
export function studyText(report: StudyReport, base: Result, terminal: Terminal): string {
  const { scenario, outcomes, headlines, answers } = report;
  const { columns } = terminal;
  const title = `${scenario.title}${scenario.illustrative ? " (illustrative)" : ""}`;
  const about = `${scenario.start} to ${scenario.end}, seed ${base.seed}: ${outcomes.samples.length} draws of inputs, ${outcomes.replications.length} of events`;
  const lines = [
    paint(terminal, "bold", wrap(title, columns)),
    paint(terminal, "dim", wrap(about, columns)),
    ...failedLines(terminal, report),
    ...section(terminal, "Headlines", "", headlineLines(terminal, headlines)),
    ...section(terminal, "By date", "", answerLines(terminal, answers)),
    ...section(terminal, "Inputs", "", inputLines(terminal, base)),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** Runs that failed, with the first's reason. */
function failedLines(terminal: Terminal, { outcomes: { failed } }: StudyReport): readonly string[] {
  const first = failed[0];
  if (first === undefined) return [];
  const which = first.job.sample > 0 ? `sample ${first.job.sample}` : `replication ${first.job.replication}`;
  const text = `${failed.length} run${failed.length === 1 ? "" : "s"} failed and ${failed.length === 1 ? "is" : "are"} left out; ${which}: ${printable(first.error)}`;
  return [paint(terminal, "yellow", wrap(text, terminal.columns))];
}

function headlineLines(terminal: Terminal, headlines: readonly HeadlineSpread[]): readonly string[] {
  const width = Math.max(14, terminal.columns - 2 - 4 * CELL - CHANCE - 1);
  const cells = (...texts: readonly string[]): string => texts.map((text) => right(text, CELL)).join("");
  const head = `  ${" ".repeat(width)}${cells("base", "p10", "p50", "p90")} ${right("inputs", CHANCE)}`;
  const rows = headlines.flatMap((row) => {
    const say = (value: number): string =>
      row.unit === "share" ? percent(value) : row.unit === "" ? count(value) : ofUnit(value, row);
    const { p10, p50, p90 } = row.inputs;
    const share = row.inputShare === undefined ? "–" : `${Math.round(row.inputShare * 100)} %`;
    const unit = ["", "share", "chips", "date"].includes(row.unit) ? "" : `, ${row.unit}`;
    const numbers = `${cells(say(row.base), say(p10), say(p50), say(p90))} ${right(share, CHANCE)}`;
    return besides(`${row.label}${unit}`, width, numbers, row.illustrative ? "~ " : "  ");
  });
  const note =
    "base: inputs as written. p10, p50, p90: one in ten, half, nine in ten draws of inputs lie below. inputs: part of the variance that inputs make, approximately; the rest is chance (failures, arrivals). –: nothing varies, or too few runs.";
  const mark = headlines.some(({ illustrative }) => illustrative)
    ? [wrap("~ illustrative: most of what it rests on is assumed.", terminal.columns, "  ")]
    : [];
  const notes = [...mark, wrap(note, terminal.columns, "  ")];
  return [paint(terminal, "dim", head), ...rows, ...notes.map((text) => paint(terminal, "dim", text))];
}

/** Of whole things; between two of them a quantile may lie. */
const count = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

function answerLines(terminal: Terminal, answers: readonly Answer[]): readonly string[] {
  if (answers.length === 0) return [];
  const width = Math.max(14, terminal.columns - 2 - CHANCE - INTERVAL - LATE - LATEST);
  const cells = (chance: string, interval: string, p50: string, p90: string): string =>
    `${right(chance, CHANCE)}${right(interval, INTERVAL)}${right(p50, LATE)}${right(p90, LATEST)}`;
  const head = `  ${" ".repeat(width)}${cells("chance", "90 % interval", "late p50", "p90")}`;
  const rows = answers.flatMap((answer) => {
    const { chance, low, high, samples, undecided, late } = answer;
    const whole = (share: number): string => String(Math.round(share * 100));
    const numbers = cells(
      chance === undefined ? "–" : `${whole(chance)} %`,
      chance === undefined ? "" : `${whole(low)} to ${whole(high)} %`,
      late === undefined ? "" : days(late.p50Days),
      late === undefined ? "" : days(late.p90Days),
    );
    const open = undecided === 0 ? "" : ` (${undecided} of ${samples + undecided} do not say)`;
    return besides(`${printable(answer.text)}${open}`, width, numbers);
  });
  const note =
    "chance: share of the draws of inputs in which it is so; of several runs, a draw counts once. 90 % interval: Wilson's, for so many draws. late: by how much those are that are late; never: not before the end.";
  return [paint(terminal, "dim", head), ...rows, paint(terminal, "dim", wrap(note, terminal.columns, "  "))];
}

const days = (count: number): string =>
  count === Infinity ? "never" : `${count >= 9.95 ? Math.round(count) : count.toFixed(1)} d`;

/** A text wrapped to `width` after a mark, with the numbers beside its last line. */
function besides(text: string, width: number, numbers: string, mark = "  "): readonly string[] {
  const lines = (mark + wrap(text, width + 2, "  ").slice(mark.length)).split("\n");
  return lines.map((line, i) => (i === lines.length - 1 ? `${left(line, width + 2)}${numbers}` : line));
}
