/** What `capsim gang` prints: one screen of means, spreads and intervals, and where the time goes. */
import { TIME_KINDS } from "../index.ts";
import type { Gang, GangMeasure, GangStudy } from "../index.ts";
import { bar, figure, left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

const CELL = 9;
const INTERVAL = 20;

/** Indented under the row before. */
const PARTS = new Set(["random", "systematic", "manual", "failed", "misattributed"]);
/** Shown though nothing of it happened: that it did not is an answer. */
const ALWAYS = new Set(["hours", "etr", "failures", "hostSelections", "preemptions", "stalls", "repairs"]);

export function gangText(gang: Gang, study: GangStudy, terminal: Terminal): string {
  const { columns } = terminal;
  const isTime = ({ id }: GangMeasure): boolean => TIME_KINDS.some((kind) => id === `${kind}Hours`);
  const happened = ({ id, mean }: GangMeasure): boolean => mean !== 0 || ALWAYS.has(id);
  const rows = study.measures.filter((measure) => !isTime(measure) && happened(measure));
  const lines = [
    paint(terminal, "bold", wrap(printable(gang.title), columns)),
    paint(terminal, "dim", wrap(howMany(study), columns)),
    "",
    ...table(rows, terminal),
    "",
    paint(terminal, "bold", "Where the time goes"),
    ...times(study, terminal),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function howMany({ replications, seed, accurate }: GangStudy): string {
  const runs = `${replications} replication${replications === 1 ? "" : "s"}, seed ${seed}`;
  if (accurate === undefined) return runs;
  return `${runs}; the accuracy asked for was ${accurate ? "" : "not "}reached`;
}

function table(rows: readonly GangMeasure[], terminal: Terminal): readonly string[] {
  const width = Math.max(14, Math.min(40, terminal.columns - 2 - 2 * CELL - INTERVAL));
  const head = `${left("", width)}${right("mean", CELL)}${right("sd", CELL)}${right("95 % interval", INTERVAL)}`;
  const lines = rows.map((measure) => {
    const { id, label, unit, mean, deviation, low, high } = measure;
    const say = (value: number): string => (unit === "share" ? perCent(value) : figure(value));
    const named = unit === "share" || unit === "" || unit === "servers" ? label : `${label}, ${unit}`;
    const interval =
      low === undefined || high === undefined ? "one replication" : `${say(low)} to ${say(high)}`;
    return [
      left(PARTS.has(id) ? `  ${named}` : named, width),
      right(say(mean), CELL),
      right(
        unit === "share" && deviation > 0 ? `${(deviation * 100).toPrecision(2)} pt` : say(deviation),
        CELL,
      ),
      right(deviation === 0 && low !== undefined ? "" : interval, INTERVAL),
    ].join("");
  });
  return [paint(terminal, "dim", head), ...lines];
}

/** To a tenth: an effective training ratio moves by less than a point. */
const perCent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function times({ measures }: GangStudy, terminal: Terminal): readonly string[] {
  const total = measures.find(({ id }) => id === "hours")?.mean ?? 0;
  const parts = TIME_KINDS.flatMap((kind) => measures.find(({ id }) => id === `${kind}Hours`) ?? []).filter(
    ({ mean }) => mean > 0,
  );
  const width = Math.max(10, Math.min(30, terminal.columns - 30 - 2 * CELL - 6));
  return parts.map(({ label, mean }) =>
    [
      left(`  ${label}`, 32),
      right(percent(mean / total), CELL),
      right(`${figure(mean)} h`, CELL + 2),
      `  ${bar(mean / total, width)}`,
    ].join(""),
  );
}
