/** The summary's small charts: power, fleet, chip-hours, campaigns, what binds. Each gives its lines. */
import type { Bind, JobRow, Result } from "../index.ts";
import { LEDGER_STATES } from "../index.ts";
import { bar, cut, figure, left, paint, percent, right, sparkline } from "./terminal.ts";
import type { Style, Terminal } from "./terminal.ts";

const LABEL = 22;
const FIGURE = 16;
const labelWidth = (terminal: Terminal): number => (terminal.columns < 60 ? 14 : LABEL);
const chartWidth = (terminal: Terminal): number =>
  Math.max(8, terminal.columns - labelWidth(terminal) - FIGURE - 5);

interface Line {
  readonly label: string;
  readonly values: Float64Array;
  readonly unit: string;
}

const maxOf = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i] ?? 0);
  return most;
};

/** Dates under a chart, and what the figures beside it are. */
function axis(terminal: Terminal, result: Result, figures: string): string {
  const cells = chartWidth(terminal);
  const dates =
    cells >= 24
      ? `${result.start}${result.end.padStart(cells - result.start.length)}`
      : result.start.padEnd(cells);
  return paint(terminal, "dim", `  ${left("", labelWidth(terminal))} ${dates} ${figures}`);
}

function sparklines(
  terminal: Terminal,
  result: Result,
  lines: readonly Line[],
  style: Style,
): readonly string[] {
  if (lines.length === 0) return [];
  const top = Math.max(...lines.map(({ values }) => maxOf(values)), 0);
  const cells = chartWidth(terminal);
  const drawn = lines.map(({ label, values, unit }) => {
    const last = `${figure(values[values.length - 1] ?? 0)} ${unit}`;
    return `  ${left(label, labelWidth(terminal))} ${paint(terminal, style, sparkline(values, cells, top))} ${cut(last, FIGURE)}`;
  });
  return [...drawn, axis(terminal, result, "at the end")];
}

/** Power of the whole fleet: the series that belong to no site. */
export function powerLines(terminal: Terminal, result: Result): readonly string[] {
  const lines = result.series.filter(
    ({ kind, site, mean }) => kind === "power" && site === undefined && maxOf(mean) > 0,
  );
  return sparklines(
    terminal,
    result,
    lines.map(({ id, unit, mean }) => ({
      label: id.replace(/^power\./, "").replace(/\.all$/, ""),
      unit,
      values: mean,
    })),
    "yellow",
  );
}

const WAITING: ReadonlySet<string> = new Set(
  LEDGER_STATES.filter(({ group }) => group === "waiting").map(({ id }) => id),
);

/** Chips delivered and in service by generation, out of the ledger. */
export function fleetLines(terminal: Terminal, result: Result): readonly string[] {
  const hours = result.binSeconds / 3600;
  const chips = new Map<string, { label: string; unit: string; values: Float64Array }>();
  for (const [pool, info] of result.pools.entries()) {
    const line = chips.get(info.chip) ?? {
      label: info.chipName,
      unit: "chips",
      values: new Float64Array(result.bins),
    };
    chips.set(info.chip, line);
    for (const [state, id] of result.states.entries()) {
      if (WAITING.has(id)) continue;
      const from = (pool * result.states.length + state) * result.bins;
      for (let bin = 0; bin < result.bins; bin++) {
        const width = Math.min(hours, result.horizonSeconds / 3600 - bin * hours);
        line.values[bin] = (line.values[bin] ?? 0) + (result.ledger[from + bin] ?? 0) / width;
      }
    }
  }
  return sparklines(terminal, result, [...chips.values()], "cyan");
}

const GROUP_STYLE: Readonly<Record<(typeof LEDGER_STATES)[number]["group"], Style>> = {
  training: "green",
  serving: "blue",
  broken: "red",
  capped: "red",
  waiting: "yellow",
  overhead: "magenta",
  idle: "dim",
};

/** Where chip-hours went, by state, the largest first. */
export function ledgerLines(terminal: Terminal, result: Result): readonly string[] {
  const { bins } = result;
  const rows = LEDGER_STATES.map((state) => {
    const index = result.states.indexOf(state.id);
    let hours = 0;
    for (let pool = 0; pool < result.pools.length; pool++) {
      const from = (pool * result.states.length + index) * bins;
      for (let bin = 0; bin < bins; bin++) hours += result.ledger[from + bin] ?? 0;
    }
    return { state, hours };
  }).filter(({ hours }) => hours > 0);
  const total = rows.reduce((sum, row) => sum + row.hours, 0);
  const most = Math.max(...rows.map(({ hours }) => hours), 0);
  const wide = terminal.columns >= 66;
  const name = labelWidth(terminal) + 8;
  const cells = Math.max(6, terminal.columns - name - (wide ? 27 : 11));
  return rows
    .sort((a, b) => b.hours - a.hours)
    .map(({ state, hours }) => {
      const drawn = paint(terminal, GROUP_STYLE[state.group], bar(hours / most, cells));
      const sum = wide ? ` ${right(figure(hours), 8)} chip-h` : "";
      return `  ${left(state.label, name)} ${drawn} ${right(percent(hours / total), 7)}${sum}`;
    });
}

const CAMPAIGNS_SHOWN = 12;

/** Campaigns on a time line, all runs of one on its line: waiting dotted, running solid, deadlines upright. */
export function campaignLines(terminal: Terminal, result: Result): readonly string[] {
  const runs = new Map<string, JobRow[]>();
  for (const job of result.jobs)
    if (job.kind === "campaign") runs.set(job.campaign, [...(runs.get(job.campaign) ?? []), job]);
  if (runs.size === 0) return [];
  const cells = chartWidth(terminal);
  const lines = [...runs].slice(0, CAMPAIGNS_SHOWN).map(([id, jobs]) => {
    const label = left(jobs[0]?.name ?? id, labelWidth(terminal));
    return `  ${label} ${paint(terminal, "green", timeline(result, jobs, cells))} ${cut(outcome(jobs), FIGURE)}`;
  });
  const more = runs.size - CAMPAIGNS_SHOWN;
  return [...lines, ...(more > 0 ? [`  and ${more} more: see jobs.csv`] : []), axis(terminal, result, "")];
}

function timeline(result: Result, jobs: readonly JobRow[], cells: number): string {
  const at = (seconds: number): number =>
    Math.min(cells - 1, Math.floor((seconds / result.horizonSeconds) * cells));
  const row = Array.from({ length: cells }, () => " ");
  const fill = (from: number, to: number, mark: string): void => {
    for (let i = at(from); i <= at(to); i++) row[i] = mark;
  };
  const endOf = (job: JobRow): number => (job.endSeconds >= 0 ? job.endSeconds : result.horizonSeconds);
  for (const job of jobs) fill(job.submitSeconds, job.startSeconds >= 0 ? job.startSeconds : endOf(job), "·");
  for (const job of jobs) if (job.startSeconds >= 0) fill(job.startSeconds, endOf(job), "█");
  for (const { deadlineSeconds } of jobs)
    if (deadlineSeconds >= 0 && deadlineSeconds <= result.horizonSeconds) row[at(deadlineSeconds)] = "│";
  return row.join("");
}

const SECONDS_PER_DAY = 86_400;

const daysLate = (job: JobRow): number =>
  job.deadlineSeconds >= 0 && job.endSeconds >= 0
    ? (job.endSeconds - job.deadlineSeconds) / SECONDS_PER_DAY
    : 0;

function outcome(jobs: readonly JobRow[]): string {
  const [job] = jobs;
  const late = jobs.filter((each) => daysLate(each) > 0);
  if (job === undefined || jobs.length > 1) {
    const done = jobs.filter(({ state }) => state === "done").length;
    return `${done} done${late.length > 0 ? `, ${late.length} late` : ""}`;
  }
  if (job.state !== "done")
    return job.flopsGoal > 0 ? `${percent(job.flopsDone / job.flopsGoal)} done` : job.state;
  return `${figure((job.endSeconds - job.startSeconds) / SECONDS_PER_DAY)} d${late.length > 0 ? `, ${figure(daysLate(job))} late` : ""}`;
}

const LIMIT_LETTERS: Readonly<Record<Bind["limit"], string>> = {
  "chip supply": "S",
  money: "M",
  power: "P",
  hall: "H",
  demand: "D",
  "gang scheduling": "G",
  failures: "F",
  policy: "Y",
  commissioning: "C",
  nothing: "·",
};

/** "2026-08" -> "2026-Q3" */
const quarterOf = (month: string): string =>
  `${month.slice(0, 4)}-Q${Math.floor((Number(month.slice(5, 7)) + 2) / 3)}`;

/** What binds by site and quarter, a letter each: the limit that cost most chip-hours of the quarter. */
export function bindLines(terminal: Terminal, result: Result): readonly string[] {
  const quarters = [...new Set(result.binds.map(({ month }) => quarterOf(month)))].sort();
  if (quarters.length === 0) return [];
  const used = new Set<Bind["limit"]>();
  const rows = result.sites.map((site) => {
    const letters = quarters.map((quarter) => {
      const limit = worst(
        result.binds.filter((bind) => bind.site === site.id && quarterOf(bind.month) === quarter),
      );
      if (limit !== undefined) used.add(limit);
      return limit === undefined ? " " : LIMIT_LETTERS[limit];
    });
    return `  ${left(site.name, labelWidth(terminal))} ${letters.join(" ")}`;
  });
  const years = quarters
    .map((quarter) => (quarter.endsWith("Q1") ? `'${quarter.slice(2, 4)}` : "  "))
    .map((text) => text.slice(0, 2));
  const yearRow = `  ${left("quarter", labelWidth(terminal))} ${headOf(quarters) || years.join("")}`;
  const legend = [...used].map((limit) => `${LIMIT_LETTERS[limit]} ${limit}`).join("  ");
  return [paint(terminal, "dim", yearRow), ...rows, paint(terminal, "dim", `  ${legend}`)];
}

/** Years above their first quarter, two columns a quarter. */
function headOf(quarters: readonly string[]): string {
  let text = "";
  for (const [i, quarter] of quarters.entries())
    if (i === 0 || quarter.endsWith("Q1"))
      text = `${text.padEnd(i * 2)}${text.length <= i * 2 ? quarter.slice(0, 4) : ""}`;
  return text;
}

function worst(binds: readonly Bind[]): Bind["limit"] | undefined {
  const hours = new Map<Bind["limit"], number>();
  for (const bind of binds) hours.set(bind.limit, (hours.get(bind.limit) ?? 0) + bind.chipHours);
  return [...hours].sort(([, a], [, b]) => b - a)[0]?.[0];
}
