/** `capsim run`: simulates one scenario, prints its summary, writes its files. */
import { CompileError, exportFiles, formatIssue, simulate, summaryOf } from "../index.ts";
import type { Issue, Result, Scenario } from "../index.ts";
import { actualsNotes } from "./actuals-notes.ts";
import { CommandFault, EXIT, badInput } from "./fail.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { progressOn } from "./progress.ts";
import { summaryText } from "./summary.ts";
import { paint, printable, terminalOf } from "./terminal.ts";
import { VERSION } from "./version.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface RunOptions extends InputOptions {
  readonly seed?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export async function run(name: string, options: RunOptions): Promise<void> {
  const { scenario: loaded, warnings } = loadInput(name, options);
  const scenario: Scenario = options.seed === undefined ? loaded : { ...loaded, seed: options.seed };
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  note(warnings);
  const result = await simulateInterruptibly(scenario);
  note(actualsNotes(scenario, result));
  if (options.out !== undefined) write(options.out, result, scenario, commandLine(name, options));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(summaryOf(result), undefined, 2)}\n`
      : summaryText(result, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${options.out}\n`);
}

/** What is allowed and yet probably not meant, on the standard error. */
function note(issues: readonly Issue[]): void {
  const word = paint(terminalOf(process.stderr, process.env), "yellow", "note:");
  for (const issue of issues) process.stderr.write(`${word} ${printable(formatIssue(issue))}\n`);
}

/** Runs until done, or until Ctrl-C or a request to end: then nothing has been written. */
async function simulateInterruptibly(scenario: Scenario): Promise<Result> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    const code = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
    // A second one does not wait for the simulation to notice.
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const progress = progressOn(process.stderr, scenario.id);
  try {
    const result = await simulate(scenario, {
      signal: controller.signal,
      onProgress: (share) => progress.show(share),
    });
    if (exitCode === undefined) return result;
  } catch (error) {
    if (error instanceof CompileError) throw badInput(error.faults.map((message) => ({ path: "", message })));
    if (exitCode === undefined) throw error;
  } finally {
    progress.end();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  throw new CommandFault("interrupted; nothing was written", exitCode);
}

function write(directory: string, result: Result, scenario: Scenario, command: string): void {
  try {
    writeFiles(directory, exportFiles(result, scenario, { version: VERSION, command }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFault(
      `--out ${directory} could not be written, and nothing was left in it: ${why}`,
      EXIT.internal,
    );
  }
}

const quoted = (word: string): string =>
  /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** The command that repeats this run; where it writes is left to whoever repeats it. */
function commandLine(name: string, options: RunOptions): string {
  const words = ["capsim", "run", name];
  if (options.seed !== undefined) words.push("--seed", String(options.seed));
  for (const setting of options.set ?? []) words.push("--set", setting);
  for (const pair of options.phases ?? []) words.push("--phases", pair);
  for (const key of ["actuals", "demand", "deliveries"] as const) {
    const path = options[key];
    if (path !== undefined) words.push(`--${key}`, path);
  }
  return words.map(quoted).join(" ");
}
