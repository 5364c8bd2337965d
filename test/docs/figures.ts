// The figures of docs/model.md, "What we checked": `node test/docs/figures.ts` runs `rainier` with ten seeds and rewrites
// the table; a test compares its first column with a run.
import { readFileSync, writeFileSync } from "node:fs";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { JobRow, Result } from "../../src/index.ts";

export interface Figure {
  readonly label: string;
  readonly of: (result: Result) => number;
  /** How it is printed; percent takes a share. */
  readonly as: "number" | "percent" | "errorPercent" | "residual";
}

const page = new URL("../../docs/model.md", import.meta.url);
const TABLE = /(<!-- figures -->\n\n)((?:\|[^\n]*\n)+)/;
const SEEDS = Array.from({ length: 10 }, (_, k) => k + 1);

const headline = (id: string) => (result: Result) =>
  result.headlines.find((each) => each.id === id)?.value ?? NaN;
const mape = (series: string) => (result: Result) =>
  result.backtest.series.find((row) => row.series === series)?.mapePercent ?? NaN;
const peak = (result: Result, id: string): number =>
  (result.series.find((each) => each.id === id)?.max ?? new Float64Array(0)).reduce(
    (a, b) => Math.max(a, b),
    0,
  );
const shareOf = (id: string) => (result: Result) => {
  const { bins, states, ledger, delivered } = result;
  const state = states.indexOf(id);
  let hours = 0;
  for (let i = 0; i < ledger.length; i++)
    if (Math.floor(i / bins) % states.length === state) hours += ledger[i] ?? 0;
  return hours / delivered.reduce((a, b) => a + b, 0);
};
const frontier = (read: (job: JobRow) => number) => (result: Result) => {
  const job = result.jobs.find(({ id }) => id === "frontier-2");
  return job === undefined ? NaN : read(job);
};
const days = (seconds: number): number => seconds / 86_400;

export const figures: readonly Figure[] = [
  { label: "Peak drawn, MW facility", of: headline("peak-drawn"), as: "number" },
  {
    label: "Peak drawn / most that was energised",
    of: (r) => peak(r, "power.drawn.all") / peak(r, "power.energised.all"),
    as: "percent",
  },
  { label: "Chips in service at the end", of: headline("chips"), as: "number" },
  { label: "Useful share of chip-hours in service", of: headline("useful"), as: "percent" },
  { label: "Productive share of training time", of: headline("ettr"), as: "percent" },
  { label: "Serving, of all chip-hours", of: shareOf("serving"), as: "percent" },
  { label: "Idle for want of demand, of all chip-hours", of: shareOf("idle-no-demand"), as: "percent" },
  { label: "Demand unserved, of tokens", of: headline("unserved"), as: "percent" },
  { label: "Staged without hall or power, of all chip-hours", of: headline("staged"), as: "percent" },
  { label: "Under repair, of all chip-hours", of: shareOf("repair"), as: "percent" },
  { label: "Energy in four years, GWh at the meter", of: headline("energy"), as: "number" },
  { label: "Deadlines missed, of 4", of: headline("deadlines-missed"), as: "number" },
  {
    label: "Second frontier run: days it took, of 100 undisturbed",
    of: frontier((job) => days((job.endSeconds < 0 ? NaN : job.endSeconds) - job.submitSeconds)),
    as: "number",
  },
  {
    label: "Second frontier run: mean chips / maximum",
    of: frontier((job) => job.meanChips / job.maxChips),
    as: "percent",
  },
  { label: "Second frontier run: failures", of: frontier((job) => job.failures), as: "number" },
  {
    label: "Second frontier run: chips taken by serving, times",
    of: frontier((job) => job.preemptions),
    as: "number",
  },
  { label: "Second frontier run: lost, of its chip-hours", of: frontier(lostShare), as: "percent" },
  {
    label: "Backtest: chips at New Carlisle, error",
    of: mape("fleet.chips.new-carlisle"),
    as: "errorPercent",
  },
  {
    label: "Backtest: building MW at New Carlisle, error",
    of: mape("power.building.new-carlisle"),
    as: "errorPercent",
  },
  {
    label: "Backtest: building MW at Ridgeland, error",
    of: mape("power.building.ridgeland"),
    as: "errorPercent",
  },
  { label: "Events run", of: (r) => r.eventsExecuted, as: "number" },
  { label: "Events the log dropped", of: (r) => r.eventsDropped, as: "number" },
  {
    label: "Largest relative difference of the ten cross-foots",
    of: (r) => Math.max(...r.crossFoot.map(({ relative }) => relative)),
    as: "residual",
  },
];

function lostShare(job: JobRow): number {
  const held = Object.values(job.chipHours).reduce((a, b) => a + b, 0);
  return job.chipHours.lost / held;
}

export function printed(figure: Figure, value: number): string {
  if (Number.isNaN(value)) return "not ended";
  if (figure.as === "percent") return `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;
  if (figure.as === "errorPercent") return `${value.toFixed(value < 1 ? 2 : 1)} %`;
  if (figure.as === "residual") return value.toExponential(0);
  return Number(value.toPrecision(3)).toLocaleString("en-US");
}

/** The number a printed figure stands for. */
export const readPrinted = (text: string): number => Number(text.replaceAll(/[,%\s]/g, ""));

/** First column of the page's table by label. */
export function tableOfPage(): ReadonlyMap<string, string> {
  const table = TABLE.exec(readFileSync(page, "utf8"))?.[2] ?? "";
  const rows = table.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  return new Map(
    rows.slice(2).flatMap(([, label = "", first = ""]) => (label === "" ? [] : [[label, first]])),
  );
}

function writeTable(): void {
  const scenario = loadScenarioOrThrow("rainier");
  const runs = SEEDS.map((seed) => simulateSync(scenario, { seed }));
  const rows = figures.map((figure) => {
    const values = runs.map((run) => figure.of(run));
    const known = values.filter((value) => !Number.isNaN(value));
    const [low, high] = [Math.min(...known), Math.max(...known)].map((value) => printed(figure, value));
    return [figure.label, printed(figure, values[0] ?? NaN), low === high ? low : `${low} to ${high}`];
  });
  const lines = [["figure", "seed 1", "seeds 1 to 10"], ["---", "---", "---"], ...rows].map(
    (row) => `| ${row.join(" | ")} |\n`,
  );
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    text.replace(TABLE, (_, mark: string) => mark + lines.join("")),
  );
}

if (process.argv[1]?.endsWith("figures.ts") === true) writeTable();
