/** From what a user wrote to a Gang, or to the list of everything that is wrong with it. */
import { admit, resolveExtends } from "../scenario/extends.ts";
import type { Resolve } from "../scenario/extends.ts";
import { formatIssue, IssueList, suggestion } from "../scenario/issues.ts";
import type { Issue } from "../scenario/issues.ts";
import { LIMITS } from "../scenario/limits.ts";
import { parseJson } from "../scenario/load.ts";
import { mergePatch } from "../scenario/merge-patch.ts";
import { builtinPresets } from "../scenario/presets.ts";
import { Reader } from "../scenario/reader.ts";
import { checkSettingPath, setKeys, splitPath } from "../scenario/set-path.ts";
import type { Setting } from "../scenario/set-path.ts";
import { addZodIssues } from "../scenario/zod-issues.ts";
import { asOurs, fromAiresim, isAiresim } from "./airesim-names.ts";
import { GANG_DEFAULTS } from "./defaults.ts";
import { gangParams } from "./params.ts";
import type { GangParams } from "./params.ts";
import { gangFile, gangFiles } from "./presets.ts";
import { Gang } from "./schema.ts";

export interface GangOptions {
  /** Single values by path, in order; unknown paths are faults. */
  readonly settings?: readonly Setting[];
  /** What the input is called in messages. */
  readonly name?: string;
}

export type LoadedGang =
  | {
      readonly ok: true;
      readonly gang: Gang;
      readonly params: GangParams;
      /** What the input says that a gang does not hold. */
      readonly notes: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads a gang: the id of a preset, a JSON text (it begins with a brace), or a value. What it leaves out is off; it may
 * say `extends: "airesim-table1"`; a value in AIReSim's own parameter names starts from there. Never throws on bad input: every fault is in `issues`, at once.
 *
 * @example
 * const loaded = loadGang("airesim-a", { settings: [{ path: "times.recoveryMinutes", value: 10 }] });
 * if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
 * console.log(runGang(loaded.params, 1).etr);
 */
export function loadGang(input: unknown, options: GangOptions = {}): LoadedGang {
  const list = new IssueList();
  const notes: Issue[] = [];
  const gang = load(list, notes, input, options);
  if (gang !== undefined && list.issues.length === 0)
    return { ok: true, gang, params: gangParams(gang), notes };
  return { ok: false, issues: list.issues.slice(0, LIMITS.issues) };
}

/**
 * The gang, for callers who would rather have an error.
 * @throws {TypeError} with one line per fault
 */
export function loadGangOrThrow(input: unknown, options: GangOptions = {}): GangParams {
  const loaded = loadGang(input, options);
  if (loaded.ok) return loaded.params;
  throw new TypeError(
    `gang has ${loaded.issues.length} fault(s):\n${loaded.issues.map(formatIssue).join("\n")}`,
  );
}

const presetOf: Resolve = (reference) => {
  const value = gangFile(reference);
  return value === undefined
    ? {
        issues: [
          {
            path: "extends",
            message: `must be the id of a gang${suggestion(reference, Object.keys(gangFiles))}`,
          },
        ],
      }
    : { name: reference, value };
};

function load(list: IssueList, notes: Issue[], input: unknown, options: GangOptions): Gang | undefined {
  const value = typeof input === "string" ? readText(list, input, options.name ?? "gang") : input;
  if (value === undefined) return undefined;
  const name = options.name ?? (typeof input === "string" ? input : "gang");
  const admitted = admit(list, name, value);
  if (admitted === undefined) return undefined;
  const theirs = isAiresim(admitted) ? fromAiresim(list, admitted) : undefined;
  for (const path of theirs?.left ?? [])
    notes.push({ path, message: "is left to whoever runs the gang: it changes none of its servers" });
  const document = theirs?.gang ?? admitted;
  const resolved = resolveExtends(list, name, document, presetOf, builtinPresets);
  if (resolved === undefined) return undefined;
  const layers = [resolved.base, ...resolved.over];
  let raw = layers.reduce<unknown>((below, layer) => mergePatch(below, layer), GANG_DEFAULTS);
  for (const { path, value: set } of (options.settings ?? []).map(asOurs)) {
    const issue = checkSettingPath(raw, path);
    if (issue === undefined) raw = setKeys(raw, splitPath(raw, path), set, path);
    else list.add(issue);
  }
  return judge(list, raw);
}

function readText(list: IssueList, text: string, name: string): unknown {
  const file = gangFile(text);
  if (file !== undefined) return file;
  if (/^[\w.-]*$/.test(text.trim())) {
    list.report(
      name,
      `must be a gang that comes with the program, or a JSON text${suggestion(text.trim(), Object.keys(gangFiles))}`,
      text,
    );
    return undefined;
  }
  const parsed = parseJson(name, text);
  if (parsed.ok) return parsed.value;
  list.add(parsed.issue);
  return undefined;
}

function judge(list: IssueList, raw: unknown): Gang | undefined {
  const parsed = Gang.safeParse(raw);
  if (!parsed.success) addZodIssues(list, Gang, raw, parsed.error.issues);
  checkBetween(list, new Reader(raw));
  return parsed.success ? parsed.data : undefined;
}

/** The rules between fields, judged beside faults of shape so that all come at once. */
function checkBetween(list: IssueList, gang: Reader): void {
  const job = gang.get("job").get("servers").number();
  const pools = gang.get("pools");
  const [working, standbys] = [pools.get("working").number(), pools.get("standbys").number()];
  const needed = job === undefined || standbys === undefined ? undefined : job + standbys;
  if (needed !== undefined && working !== undefined && working < needed)
    list.report(
      "pools.working",
      `must be >= job.servers + pools.standbys (${job} + ${standbys} = ${needed})`,
      working,
    );
  const failures = gang.get("failures");
  const distribution = failures.get("distribution").text();
  const memoryless = distribution === undefined || distribution === "exponential";
  for (const [key, value] of [
    ["during", "always"],
    ["idle", "hot"],
  ] as const)
    if (!memoryless && failures.get(key).text() === value)
      list.report(
        `failures.${key}`,
        `must not be ${value} unless failures.distribution is exponential: times are drawn anew whenever exposure changes`,
        value,
      );
  const checkpoint = gang.get("checkpoint");
  if ((checkpoint.get("writeMinutes").number() ?? 0) > 0 && checkpoint.get("intervalMinutes").number() === 0)
    list.report("checkpoint.intervalMinutes", "must be > 0 where checkpoint.writeMinutes is", 0);
}
