/** `capsim replay`: a job log on one flat machine under a queue discipline. */
import {
  DEFAULT_GRACE_SECONDS,
  DEFAULT_HALF_LIFE_SECONDS,
  DISCIPLINE_IDS,
  DISCIPLINES,
  metricsOf,
  Replay,
  scheduleCsv,
  suggestion,
  TIES,
  withManifest,
} from "../index.ts";
import type { ExportFile, LogReport, ReplayOptions, Schedule, ScheduleMetrics, Ties } from "../index.ts";
import { badInput, CommandFault, EXIT } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { progressOn } from "./progress.ts";
import { quoted } from "./quoted.ts";
import { columnsOf, readJobLog } from "./read-log.ts";
import type { JobLog } from "./read-log.ts";
import { reportLines, replayText } from "./replay-text.ts";
import { printable, terminalOf } from "./terminal.ts";
import { VERSION } from "./version.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface ReplayCommand {
  readonly procs?: number;
  readonly seed: number;
  readonly jobs?: number;
  readonly load?: number;
  readonly policy: string;
  readonly ties: string;
  readonly columns?: string;
  readonly teams: string;
  readonly shares?: string;
  readonly graceHours: number;
  readonly halfLifeHours: number;
  readonly saveSeconds: number;
  readonly restartSeconds: number;
  readonly borrow: boolean;
  readonly reclaim: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** What `--json` prints and `metrics.json` holds. */
export interface ReplaySummary {
  readonly format: "capsim-replay/1";
  readonly log: string;
  readonly procs: number;
  readonly policy: string;
  readonly ties: string;
  readonly report: LogReport;
  readonly metrics: ScheduleMetrics;
}

export const REPLAY_DEFAULTS = {
  seed: 1,
  teams: "user",
  halfLifeHours: DEFAULT_HALF_LIFE_SECONDS / 3600,
  graceHours: DEFAULT_GRACE_SECONDS / 3600,
  saveSeconds: 0,
  restartSeconds: 0,
} as const;

/** Few: with ten thousand jobs waiting an event of the conservative discipline takes a millisecond, and Ctrl-C waits for them. */
const EVENTS_A_SLICE = 500;

export async function replayLog(path: string, options: ReplayCommand): Promise<void> {
  const settings = settingsOf(options);
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  const log = readJobLog(
    path,
    options.procs,
    options.columns === undefined ? {} : columnsOf(options.columns),
    options,
  );
  for (const line of reportLines(log.report)) process.stderr.write(`note: ${line}\n`);
  if (log.workload.count === 0)
    throw badInput([
      {
        path,
        message: "must hold a job that can run",
        found: log.report.read === 0 ? "none" : `${log.report.read} lines, all dropped`,
      },
    ]);
  const schedule = await interruptibly((signal) => watched(ready(log, settings), options.policy, signal));
  const summary: ReplaySummary = {
    format: "capsim-replay/1",
    log: path.split(/[\\/]/).at(-1) ?? path,
    procs: log.procs,
    policy: options.policy,
    ties: options.ties,
    report: log.report,
    metrics: metricsOf(schedule),
  };
  if (options.out !== undefined) write(options.out, schedule, summary, commandLine(path, options));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(summary, undefined, 2)}\n`
      : replayText(summary, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${options.out}\n`);
}

/** @throws {CommandFault} where a job can never start under these settings */
function ready({ workload, procs }: JobLog, settings: Settings): Replay {
  try {
    return new Replay(workload, { procs, ...settings });
  } catch (error) {
    if (error instanceof RangeError) throw badInput([{ path: "--policy", message: error.message }]);
    throw error;
  }
}

async function watched(replay: Replay, title: string, signal: AbortSignal): Promise<Schedule> {
  const progress = progressOn(process.stderr, title);
  try {
    while (!replay.advance(EVENTS_A_SLICE)) {
      progress.show(replay.share);
      // A turn of the loop lets Ctrl-C in.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
    return replay.finish();
  } finally {
    progress.end();
  }
}

type Settings = Omit<ReplayOptions, "procs">;

function settingsOf(options: ReplayCommand): Settings {
  const { policy, ties, teams } = options;
  const discipline = DISCIPLINES[policy];
  const wrong = [
    ...(discipline === undefined
      ? [{ path: "--policy", message: `is not known${suggestion(policy, DISCIPLINE_IDS)}`, found: policy }]
      : []),
    ...(isTies(ties)
      ? []
      : [{ path: "--ties", message: `is not known${suggestion(ties, TIES)}`, found: ties }]),
    ...(isTeams(teams)
      ? []
      : [{ path: "--teams", message: `is not known${suggestion(teams, TEAMS)}`, found: teams }]),
  ].map(({ path, message, found }) => ({ path: `${path} ${printable(found)}`, message }));
  const shares = new Map<number, number>();
  for (const pair of (options.shares ?? "").split(",").filter((each) => each !== "")) {
    const [team = NaN, share = NaN] = pair
      .split("=", 2)
      .map((text) => (text.trim() === "" ? NaN : Number(text)));
    if (Number.isInteger(team) && share >= 0 && share <= 1 && !shares.has(team)) shares.set(team, share);
    else
      wrong.push({
        path: `--shares ${printable(pair)}`,
        message: "must be a team's number, once, = and its share from 0 to 1, as in 3=0.25",
      });
  }
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  if (sum > 1 + 1e-9) wrong.push({ path: "--shares", message: `must add up to 1 at most (found ${sum})` });
  if (wrong.length > 0 || discipline === undefined || !isTies(ties) || !isTeams(teams)) throw badInput(wrong);
  return {
    discipline,
    ties,
    teams,
    saveSeconds: options.saveSeconds,
    restartSeconds: options.restartSeconds,
    halfLifeSeconds: options.halfLifeHours * 3600,
    settings: {
      graceSeconds: options.graceHours * 3600,
      borrow: options.borrow,
      reclaim: options.reclaim,
      shares,
    },
  };
}

const TEAMS = ["user", "group", "queue"] as const;
const isTies = (text: string): text is Ties => TIES.some((each) => each === text);
const isTeams = (text: string): text is (typeof TEAMS)[number] => TEAMS.some((each) => each === text);

function write(directory: string, schedule: Schedule, summary: ReplaySummary, command: string): void {
  const files: readonly ExportFile[] = [
    { name: "jobs.csv", text: scheduleCsv(schedule) },
    { name: "metrics.json", text: `${JSON.stringify(summary, undefined, 2)}\n` },
  ];
  try {
    writeFiles(directory, withManifest(files, { version: VERSION, command }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFault(
      `--out ${directory} could not be written, and nothing was left in it: ${why}`,
      EXIT.internal,
    );
  }
}

/** All that moves a start, so that the files can be made again. */
function commandLine(path: string, options: ReplayCommand): string {
  const words = ["capsim", "replay", path, "--policy", options.policy, "--ties", options.ties];
  const add = (flag: string, value: string | number | undefined, usual?: string | number): void => {
    if (value !== undefined && value !== usual) words.push(flag, String(value));
  };
  add("--procs", options.procs);
  add("--jobs", options.jobs);
  add("--load", options.load);
  add("--seed", options.seed, REPLAY_DEFAULTS.seed);
  add("--columns", options.columns);
  add("--teams", options.teams, REPLAY_DEFAULTS.teams);
  add("--shares", options.shares);
  for (const [key, flag] of [
    ["halfLifeHours", "--half-life-hours"],
    ["graceHours", "--grace-hours"],
    ["saveSeconds", "--save-seconds"],
    ["restartSeconds", "--restart-seconds"],
  ] as const)
    add(flag, options[key], REPLAY_DEFAULTS[key]);
  if (!options.borrow) words.push("--no-borrow");
  if (!options.reclaim) words.push("--no-reclaim");
  return words.map(quoted).join(" ");
}
