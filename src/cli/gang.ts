/** `capsim gang`: one gang on servers that break, many times over; what it spreads to and where its time goes. */
import { statSync } from "node:fs";
import { formatIssue, gangFiles, gangRow, gangStudy, loadGang, parseSetting, toCsv } from "../index.ts";
import type { Gang, GangParams, GangStudy, Issue, LoadedGang } from "../index.ts";
import { badInput, CommandFault, EXIT } from "./fail.ts";
import { gangText } from "./gang-text.ts";
import { interruptibly } from "./interruptible.ts";
import { progressOn } from "./progress.ts";
import { readDocument } from "./read-input.ts";
import { paint, printable, terminalOf } from "./terminal.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface GangCommandOptions {
  readonly set?: readonly string[];
  readonly replications: number;
  readonly accuracy?: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly out?: string;
}

export async function gang(name: string, options: GangCommandOptions): Promise<void> {
  const loaded = loadNamed(name, options.set ?? []);
  const word = paint(terminalOf(process.stderr, process.env), "yellow", "note:");
  for (const each of loaded.notes) process.stderr.write(`${word} ${printable(formatIssue(each))}\n`);
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  const study = await interruptibly((signal) => watched(loaded.gang.id, loaded.params, options, signal));
  if (options.out !== undefined) write(options.out, loaded.gang, study);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(plain(loaded.gang, study), undefined, 2)}\n`
      : gangText(loaded.gang, study, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${printable(options.out)}\n`);
}

/** @throws {CommandFault} with every issue of the file, the settings and the gang */
function loadNamed(name: string, set: readonly string[]): Extract<LoadedGang, { ok: true }> {
  const issues: Issue[] = [];
  const settings = set.flatMap((text) => {
    const parsed = parseSetting(text);
    if (parsed.ok) return [parsed.setting];
    issues.push(parsed.issue);
    return [];
  });
  // A single word that is no file is a misspelt preset: loadGang knows what was meant.
  const isFile =
    !Object.hasOwn(gangFiles, name) &&
    (/[./\\]/.test(name) || statSync(name, { throwIfNoEntry: false }) !== undefined);
  const read = isFile ? readDocument(name) : ({ ok: true, value: name } as const);
  if (!read.ok) throw badInput([...issues, ...read.issues]);
  if (isFile && typeof read.value === "string")
    throw badInput([...issues, { path: name, message: "must be an object", found: "a text" }]);
  const loaded = loadGang(read.value, { settings, ...(isFile ? { name } : {}) });
  if (!loaded.ok) throw badInput([...issues, ...loaded.issues]);
  if (issues.length > 0) throw badInput(issues);
  return loaded;
}

async function watched(
  id: string,
  params: GangParams,
  { replications, accuracy, seed }: GangCommandOptions,
  signal: AbortSignal,
): Promise<GangStudy> {
  const progress = progressOn(process.stderr, id);
  try {
    return await gangStudy(params, {
      replications,
      seed,
      ...(accuracy === undefined ? {} : { accuracy }),
      signal,
      onProgress: (share) => progress.show(share),
    });
  } catch (error) {
    if (error instanceof RangeError) throw badInput([{ path: id, message: error.message }]);
    throw error;
  } finally {
    progress.end();
  }
}

/** Everything but the single replications, which are in replications.csv. */
function plain({ id, title }: Gang, study: GangStudy): object {
  const { format, seed, replications, accurate, measures } = study;
  return { format, gang: { id, title }, seed, replications, accurate, measures };
}

function write(directory: string, gang_: Gang, study: GangStudy): void {
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  const ids = study.measures.map(({ id }) => id);
  try {
    writeFiles(directory, [
      { name: "study.json", text: json(plain(gang_, study)) },
      { name: "gang.json", text: json(gang_) },
      {
        name: "replications.csv",
        text: toCsv(
          ["replication", ...ids],
          study.results.map((result, replication) => [replication, ...gangRow(result)]),
        ),
      },
    ]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFault(
      `--out ${directory} could not be written, and nothing was left in it: ${why}`,
      EXIT.internal,
    );
  }
}
