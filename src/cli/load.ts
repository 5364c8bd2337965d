/** From the arguments of a command to a scenario, or to a fault that lists all that is wrong. */
import { ASK_FORMS, loadScenario, parseQuestion, parseSetting, suggestion } from "../index.ts";
import type { Issue, LoadOptions, Scenario, Setting, Tables } from "../index.ts";
import { badInput } from "./fail.ts";
import { readScenario, readText } from "./read-input.ts";
import { readJobLog } from "./read-log.ts";
import { reportLines } from "./replay-text.ts";

export interface InputOptions {
  readonly set?: readonly string[];
  /** `id=value`: sets all paths of a lever of the scenario. */
  readonly lever?: readonly string[];
  readonly actuals?: string;
  readonly demand?: string;
  readonly deliveries?: string;
  readonly phases?: readonly string[];
  /** `stream=file`: the jobs of a log instead of a stream's drawn ones. */
  readonly trace?: readonly string[];
  /** Questions, one line each: they go beside the scenario's own. */
  readonly ask?: readonly string[];
}

/** @throws {CommandFault} with every issue of the files, the settings and the scenario */
export function loadInput(
  name: string,
  options: InputOptions,
): {
  readonly scenario: Scenario;
  readonly warnings: readonly Issue[];
  /** What was loaded, for who asks about its announcements. */
  readonly asked: { readonly input: unknown; readonly options: LoadOptions };
} {
  const issues: Issue[] = [];
  const read = readScenario(name);
  if (!read.ok) issues.push(...read.issues);
  const tables = readTables(issues, options);
  // Scales of a log are set after it.
  const settings = [...readTraces(issues, options.trace ?? []), ...readSettings(issues, options.set ?? [])];
  const asked = readQuestions(issues, options.ask ?? []);
  if (!read.ok) throw badInput(issues);
  const patch = asked.size === 0 ? {} : { patch: { questions: Object.fromEntries(asked) } };
  const loadOptions: LoadOptions = { ...read.value.options, ...patch, tables, settings };
  const levers = options.lever ?? [];
  const plain = levers.length === 0 ? undefined : loadScenario(read.value.input, read.value.options);
  const moved = plain?.ok === true ? leverSettings(issues, levers, plain.scenario) : [];
  const all = { ...loadOptions, settings: [...settings, ...moved] };
  const loaded = loadScenario(read.value.input, all);
  if (!loaded.ok)
    throw badInput([...issues, ...loaded.issues.map((issue) => asAsked(issue, options.ask ?? []))]);
  if (issues.length > 0) throw badInput(issues);
  return { ...loaded, asked: { input: read.value.input, options: all } };
}

function readTables(issues: Issue[], options: InputOptions): Tables {
  const text = (path: string | undefined): string | undefined => {
    if (path === undefined) return undefined;
    const read = readText(path);
    if (read.ok) return read.value;
    issues.push(...read.issues);
    return undefined;
  };
  const phases: Record<string, string> = {};
  for (const pair of options.phases ?? []) {
    const equals = pair.indexOf("=");
    if (equals <= 0)
      issues.push({ path: "--phases", message: "must be SITE=FILE.csv", found: JSON.stringify(pair) });
    else {
      const table = text(pair.slice(equals + 1));
      if (table !== undefined) phases[pair.slice(0, equals)] = table;
    }
  }
  const [actuals, demand, deliveries] = [
    text(options.actuals),
    text(options.demand),
    text(options.deliveries),
  ];
  return {
    ...(actuals === undefined ? {} : { actuals }),
    ...(demand === undefined ? {} : { demand }),
    ...(deliveries === undefined ? {} : { deliveries }),
    ...(Object.keys(phases).length === 0 ? {} : { phases }),
  };
}

/** Settings of the levers moved; a lever nobody knows is a fault with the nearest name. */
function leverSettings(issues: Issue[], texts: readonly string[], scenario: Scenario): readonly Setting[] {
  return texts.flatMap((text) => {
    const parsed = parseSetting(text);
    if (!parsed.ok) {
      issues.push({ path: "--lever", message: "must be id=value", found: JSON.stringify(text) });
      return [];
    }
    const { path: id, value } = parsed.setting;
    const lever = scenario.levers[id];
    if (lever !== undefined) return lever.path.split(" ").map((path) => ({ path, value }));
    const known = Object.keys(scenario.levers);
    issues.push({
      path: `--lever ${id}`,
      message: `must be a lever of the scenario${suggestion(id, known)}`,
    });
    return [];
  });
}

/** A log's jobs in a stream's columns: a processor is a chip, unless the stream's log.sizeScale says otherwise. */
function readTraces(issues: Issue[], pairs: readonly string[]): readonly Setting[] {
  return pairs.flatMap((pair): readonly Setting[] => {
    const equals = pair.indexOf("=");
    if (equals <= 0) {
      issues.push({ path: "--trace", message: "must be STREAM=FILE", found: JSON.stringify(pair) });
      return [];
    }
    const { workload, report } = readJobLog(pair.slice(equals + 1), 2_147_483_647, {}, { seed: 1 });
    for (const line of reportLines(report)) process.stderr.write(`note: ${line}\n`);
    const path = `training.streams.${pair.slice(0, equals)}`;
    const { submit, procs, run } = workload;
    const first = submit[0] ?? 0;
    const log = {
      submitSeconds: Array.from(submit, (seconds) => seconds - first),
      chips: Array.from(procs),
      runSeconds: Array.from(run),
    };
    return [
      { path: `${path}.log`, value: log },
      ...["perDay", "chips", "days"].map((key) => ({ path: `${path}.${key}`, value: null })),
    ];
  });
}

function readSettings(issues: Issue[], texts: readonly string[]): readonly Setting[] {
  return texts.flatMap((text) => {
    const parsed = parseSetting(text);
    if (parsed.ok) return [parsed.setting];
    issues.push(parsed.issue);
    return [];
  });
}

/** `site:a:energised:10:2028-01-01` has the id `site.a.energised.10.2028-01-01`. */
const questionId = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9.-]/g, ".");

function readQuestions(issues: Issue[], texts: readonly string[]): ReadonlyMap<string, unknown> {
  const asked = new Map<string, unknown>();
  for (const text of texts) {
    const question = parseQuestion(text);
    if (question === undefined)
      issues.push({ path: "--ask", message: `must be ${ASK_FORMS}`, found: JSON.stringify(text) });
    else asked.set(questionId(text), question);
  }
  return asked;
}

/** An issue with a question of the command line is told by its text. */
function asAsked(issue: Issue, texts: readonly string[]): Issue {
  const text = texts.find((each) => issue.path.startsWith(`questions.${questionId(each)}`));
  return text === undefined ? issue : { ...issue, path: `--ask ${text}` };
}
