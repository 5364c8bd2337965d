/** From the arguments of a command to a scenario, or to a fault that lists all that is wrong. */
import { loadScenario, parseSetting } from "../index.ts";
import type { Issue, LoadOptions, Scenario, Setting, Tables } from "../index.ts";
import { badInput } from "./fail.ts";
import { readScenario, readText } from "./read-input.ts";

export interface InputOptions {
  readonly set?: readonly string[];
  readonly actuals?: string;
  readonly demand?: string;
  readonly deliveries?: string;
  readonly phases?: readonly string[];
}

/** @throws {CommandFault} with every issue of the files, the settings and the scenario */
export function loadInput(
  name: string,
  options: InputOptions,
): { readonly scenario: Scenario; readonly warnings: readonly Issue[] } {
  const issues: Issue[] = [];
  const read = readScenario(name);
  if (!read.ok) issues.push(...read.issues);
  const tables = readTables(issues, options);
  const settings = readSettings(issues, options.set ?? []);
  if (!read.ok) throw badInput(issues);
  const loadOptions: LoadOptions = { ...read.value.options, tables, settings };
  const loaded = loadScenario(read.value.input, loadOptions);
  if (!loaded.ok) throw badInput([...issues, ...loaded.issues]);
  if (issues.length > 0) throw badInput(issues);
  return loaded;
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

function readSettings(issues: Issue[], texts: readonly string[]): readonly Setting[] {
  return texts.flatMap((text) => {
    const parsed = parseSetting(text);
    if (parsed.ok) return [parsed.setting];
    issues.push(parsed.issue);
    return [];
  });
}
