/** `capsim run`: simulates one scenario, prints its summary, writes its files. */
import {
  CompileError,
  exportFiles,
  formatIssue,
  simulate,
  studyFiles,
  studySummary,
  summaryOf,
} from "../index.ts";
import type { ExportOptions, Issue, Result, Scenario } from "../index.ts";
import { actualsNotes } from "./actuals-notes.ts";
import { CommandFault, EXIT, badInput } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { progressOn } from "./progress.ts";
import { quoted } from "./quoted.ts";
import { refuseWithoutSamples, study } from "./study.ts";
import type { StudyOptions } from "./study.ts";
import { studyText } from "./study-text.ts";
import { summaryText } from "./summary.ts";
import { paint, printable, terminalOf } from "./terminal.ts";
import { VERSION } from "./version.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface RunOptions extends InputOptions, StudyOptions {
  readonly seed?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export async function run(name: string, options: RunOptions): Promise<void> {
  refuseWithoutSamples(options);
  const { scenario: loaded, warnings } = loadInput(name, options);
  const scenario: Scenario = options.seed === undefined ? loaded : { ...loaded, seed: options.seed };
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  note(warnings);
  const { result, report } = await interruptibly(async (signal) => {
    const base = await watched(scenario, signal);
    return {
      result: base,
      report: options.samples === undefined ? undefined : await study(scenario, base, options, signal),
    };
  });
  note(actualsNotes(scenario, result));
  if (options.out !== undefined)
    write(options.out, result, scenario, {
      version: VERSION,
      command: commandLine(name, options),
      ...(report === undefined ? {} : { more: studyFiles(report) }),
    });
  const terminal = terminalOf(process.stdout, process.env);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(report === undefined ? summaryOf(result) : studySummary(report), undefined, 2)}\n`
      : report === undefined
        ? summaryText(result, terminal)
        : studyText(report, result, terminal),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${options.out}\n`);
}

/** What is allowed and yet probably not meant, on the standard error. */
function note(issues: readonly Issue[]): void {
  const word = paint(terminalOf(process.stderr, process.env), "yellow", "note:");
  for (const issue of issues) process.stderr.write(`${word} ${printable(formatIssue(issue))}\n`);
}

/** Runs until done, or until `signal` says so. */
async function watched(scenario: Scenario, signal: AbortSignal): Promise<Result> {
  const progress = progressOn(process.stderr, scenario.id);
  try {
    return await simulate(scenario, { signal, onProgress: (share) => progress.show(share) });
  } catch (error) {
    if (error instanceof CompileError) throw badInput(error.faults.map((message) => ({ path: "", message })));
    throw error;
  } finally {
    progress.end();
  }
}

function write(directory: string, result: Result, scenario: Scenario, options: ExportOptions): void {
  try {
    writeFiles(directory, exportFiles(result, scenario, options));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFault(
      `--out ${directory} could not be written, and nothing was left in it: ${why}`,
      EXIT.internal,
    );
  }
}

/** The command that repeats this run; where it writes is left to whoever repeats it. */
function commandLine(name: string, options: RunOptions): string {
  const words = ["capsim", "run", name];
  if (options.seed !== undefined) words.push("--seed", String(options.seed));
  if (options.samples !== undefined) words.push("--samples", String(options.samples));
  if (options.replications !== undefined) words.push("--replications", String(options.replications));
  for (const question of options.ask ?? []) words.push("--ask", question);
  for (const setting of options.set ?? []) words.push("--set", setting);
  for (const pair of options.phases ?? []) words.push("--phases", pair);
  for (const pair of options.trace ?? []) words.push("--trace", pair);
  for (const key of ["actuals", "demand", "deliveries"] as const) {
    const path = options[key];
    if (path !== undefined) words.push(`--${key}`, path);
  }
  return words.map(quoted).join(" ");
}
