/** What `capsim replay` prints. */
import { countText } from "../index.ts";
import type { LogReport } from "../index.ts";
import type { ReplaySummary } from "./replay.ts";
import { figure, left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/** What was dropped and what was changed, a sentence each. */
export const reportLines = ({ dropped, changed }: LogReport): readonly string[] => [
  ...dropped.map((count) => countText(count, "dropped")),
  ...changed.map((count) => countText(count, "changed")),
];

const LABEL = 34;
const NUMBER = 12;

/** Seconds as a person says them. */
function time(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 120) return `${figure(seconds)} s`;
  if (seconds < 7200) return `${figure(seconds / 60)} min`;
  return seconds < 172_800 ? `${figure(seconds / 3600)} h` : `${figure(seconds / 86_400)} days`;
}

/** The whole as text that ends in a line break. */
export function replayText(
  { log, procs, policy, ties, report, metrics }: ReplaySummary,
  terminal: Terminal,
): string {
  const row = (label: string, value: string, exact = ""): string =>
    `  ${left(label, LABEL)}${right(value, NUMBER)}${exact === "" ? "" : paint(terminal, "dim", `  ${exact}`)}`;
  const seconds = (label: string, value: number): string => row(label, time(value), `${exactly(value)} s`);
  return `${[
    paint(
      terminal,
      "bold",
      wrap(`${printable(log)}: ${policy} on ${whole(procs)} processors`, terminal.columns),
    ),
    paint(
      terminal,
      "dim",
      wrap(
        `${whole(report.kept)} of ${whole(report.read)} jobs, ${ties === "submit-first" ? "submissions" : "ends"} first at one instant`,
        terminal.columns,
      ),
    ),
    "",
    seconds("Mean wait", metrics.meanWaitSeconds),
    seconds("Median wait", metrics.medianWaitSeconds),
    seconds("95th percentile of waits", metrics.p95WaitSeconds),
    seconds("Longest wait", metrics.maxWaitSeconds),
    row(
      "Mean bounded slowdown (10 s)",
      figure(metrics.meanBoundedSlowdown),
      exactly(metrics.meanBoundedSlowdown),
    ),
    seconds("Mean flow (wait and run)", metrics.meanFlowSeconds),
    seconds("Makespan", metrics.makespanSeconds),
    row("Utilisation", percent(metrics.utilisation), exactly(metrics.utilisation)),
    row("Jobs waiting, on average", figure(metrics.meanQueueLength)),
    ...(metrics.preemptions > 0 ? [row("Preemptions", whole(metrics.preemptions))] : []),
  ]
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

const whole = (count: number): string => count.toLocaleString("en-US");
const exactly = (value: number): string => String(Number(value.toPrecision(12)));
