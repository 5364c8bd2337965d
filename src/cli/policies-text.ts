/** What `capsim policies` prints: a row for each figure, a column for each policy, and what follows from them. */
import type { PolicyRow } from "../index.ts";
import type { PoliciesReport } from "./policies.ts";
import { figure, left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

interface Line {
  readonly label: string;
  readonly say: (row: PolicyRow) => string;
  /** Indented: part of the line above. */
  readonly part?: boolean;
}

export function policiesText({ scenario, rows }: PoliciesReport, terminal: Terminal): string {
  const { columns } = terminal;
  const most = Math.max(...rows.flatMap(({ policy }) => policy.split("-").map((word) => word.length + 1)));
  const cell = Math.max(9, Math.min(16, most + 2, Math.floor((columns - 24) / rows.length)));
  const width = Math.max(18, Math.min(34, columns - cell * rows.length - 2));
  const cells = (texts: readonly string[]): string => texts.map((text) => right(text, cell)).join("");
  const line = ({ label, say, part }: Line): string =>
    `  ${left(part === true ? `  ${label}` : label, width)}${cells(rows.map(say))}`;
  const group = (title: string, lines: readonly Line[]): readonly string[] =>
    lines.length === 0 ? [] : ["", paint(terminal, "bold", title), ...lines.map(line)];
  const names = rows.map(headOf);
  const heads = Array.from({ length: Math.max(...names.map((words) => words.length)) }, (_, i) =>
    paint(terminal, "dim", `  ${left("", width)}${cells(names.map((words) => words[i] ?? ""))}`),
  );
  const lines = [
    paint(terminal, "bold", wrap(printable(scenario.title), columns)),
    paint(
      terminal,
      "dim",
      wrap(
        `${scenario.start} to ${scenario.end}, seed ${scenario.seed}: the same draws under each sharing policy`,
        columns,
      ),
    ),
    "",
    ...heads,
    ...group("Inference", servingLines(rows)),
    ...group("Training", TRAINING),
    ...group("Chip-hours", CHIP_HOURS),
    ...group("Campaigns", campaignLines(rows)),
    "",
    wrap(findingOf(rows), columns),
  ];
  return `${lines.map((text) => text.trimEnd()).join("\n")}\n`;
}

/** A long name stands on two lines; the share where one policy is asked for with several. */
const headOf = (row: PolicyRow, _: number, rows: readonly PolicyRow[]): readonly string[] => {
  const words = row.policy.split("-");
  const name = words.map((word, i) => (i < words.length - 1 ? `${word}-` : word));
  const shares = new Set(rows.map(({ trainingShare }) => trainingShare));
  const own =
    shares.size > 1 && row.policy !== "inference-first" ? [`own ${percent(row.trainingShare)}`] : [];
  return [...name, ...own];
};

const REASONS: Readonly<Record<string, string>> = {
  capacity: "no chip free",
  latency: "too far for its SLO",
  residency: "may not leave home",
  expired: "waited too long",
  outage: "chips failed",
  starting: "chips not started",
};

function servingLines(rows: readonly PolicyRow[]): readonly Line[] {
  if (rows.every((row) => Number.isNaN(row.servedShare))) return [];
  const reasons = [...new Set(rows.flatMap((row) => Object.keys(row.unservedBecause)))].filter((reason) =>
    rows.some((row) => (row.unservedBecause[reason] ?? 0) > 0),
  );
  return [
    { label: "demand served", say: (row) => fine(row.servedShare) },
    { label: "unserved", say: (row) => fine(row.unservedShare) },
    ...reasons.map((reason) => ({
      label: REASONS[reason] ?? reason,
      part: true,
      say: (row: PolicyRow) => fine(row.unservedBecause[reason] ?? 0),
    })),
  ];
}

/** Next to the whole, what is missing is what matters. */
const fine = (share: number): string =>
  share > 0.9 && share < 1 ? `${(Math.floor(share * 1e4) / 100).toFixed(2)} %` : percent(share);

const TRAINING: readonly Line[] = [
  { label: "work done, FLOP", say: (row) => figure(row.trainedFlops) },
  { label: "chip-hours held", say: (row) => figure(row.heldChipHours) },
  { label: "productive", part: true, say: (row) => figure(row.productiveChipHours) },
  { label: "lost", part: true, say: (row) => figure(row.lostChipHours) },
  { label: "goodput", say: (row) => percent(row.goodput) },
  { label: "preemptions", say: (row) => figure(row.preemptions) },
];

const CHIP_HOURS: readonly Line[] = [
  { label: "serving", say: (row) => figure(row.servingChipHours) },
  { label: "headroom of replicas", say: (row) => figure(row.headroomChipHours) },
  { label: "switching and starting", say: (row) => figure(row.switchingChipHours) },
  { label: "idle", say: (row) => figure(row.idleChipHours) },
];

function campaignLines(rows: readonly PolicyRow[]): readonly Line[] {
  const lines: Line[] = [];
  if (rows.some((row) => row.campaigns > 0))
    lines.push({ label: "finished", say: (row) => `${row.campaignsDone} of ${row.campaigns}` });
  if (rows.some((row) => row.deadlines > 0))
    lines.push({ label: "deadlines missed", say: (row) => `${row.deadlinesMissed} of ${row.deadlines}` });
  return lines;
}

/** Differences below this are not worth a sentence. */
const ALIKE = 0.005;

/** Who trains most and who serves most, and what the one costs the other. */
function findingOf(rows: readonly PolicyRow[]): string {
  const best = (read: (row: PolicyRow) => number): readonly PolicyRow[] => {
    const most = Math.max(...rows.map(read));
    return rows.filter((row) => read(row) >= most * (1 - ALIKE));
  };
  const named = (list: readonly PolicyRow[]): string =>
    list.length === rows.length ? "All" : list.map(({ policy }) => policy).join(" and ");
  const verb = (list: readonly PolicyRow[], one: string): string => (list.length > 1 ? one : `${one}s`);
  const trains = best((row) => row.trainedFlops);
  const least = Math.min(...rows.map((row) => row.trainedFlops));
  const most = trains[0]?.trainedFlops ?? 0;
  const more = least > 0 ? `${figure(most / least)} times the least` : "others do none";
  const training =
    most === 0
      ? "No training work is done."
      : trains.length === rows.length
        ? "All do the same training work, to half a per cent."
        : `${named(trains)} ${verb(trains, "train")} most: ${more}.`;
  if (rows.some((row) => Number.isNaN(row.servedShare))) return training;
  const serves = best((row) => row.servedShare);
  const worst = Math.min(...rows.map((row) => row.servedShare));
  const serving =
    serves.length === rows.length
      ? `All serve ${fine(worst)} of demand, or half a per cent more.`
      : `${named(serves)} ${verb(serves, "serve")} most of demand, ${fine(serves[0]?.servedShare ?? 0)}; the least is ${fine(worst)}.`;
  return `${training} ${serving}`;
}
