/** What differs between two scenarios, change by change: a number with its source is one, and so is a lever. */
import type { Scenario } from "../scenario/schema.ts";
import { getPath, setPath } from "../scenario/set-path.ts";

export interface ChangedPath {
  readonly path: string;
  /** Value in A and in B, as written; undefined where it is not there. */
  readonly a: unknown;
  readonly b: unknown;
}

export interface Change {
  /** The lever's label, or the path. */
  readonly label: string;
  readonly paths: readonly ChangedPath[];
}

/** Parts that change no run. */
const APART = new Set([
  "id",
  "title",
  "description",
  "illustrative",
  "levers",
  "actuals",
  "questions",
  "uncertainty",
  "news",
  "announcements",
  "origin",
]);

/** Changes from `a` to `b`, in the order of the scenario; the paths of one lever are one change. */
export function changesBetween(a: Scenario, b: Scenario): readonly Change[] {
  const paths: ChangedPath[] = [];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    if (!APART.has(key)) collect(getPath(a, key), getPath(b, key), key, paths);
  const taken = new Set<string>();
  const levers = Object.values({ ...a.levers, ...b.levers }).flatMap((lever): Change[] => {
    const mine = lever.path.split(" ").flatMap((path) => {
      const root = path.endsWith(".value") ? path.slice(0, -".value".length) : path;
      return paths.filter((each) => (each.path === path || each.path === root) && !taken.has(each.path));
    });
    if (mine.length === 0) return [];
    for (const { path } of mine) taken.add(path);
    return [{ label: lever.label, paths: mine }];
  });
  const others = paths
    .filter(({ path }) => !taken.has(path))
    .map((each) => ({ label: each.path, paths: [each] }));
  return [...levers, ...others];
}

/** `a` with some of the changes made. */
export function withChanges(a: Scenario, changes: readonly Change[]): Scenario {
  let scenario = a;
  for (const { paths } of changes)
    for (const { path, b } of paths) scenario = setPath(scenario, path, b === undefined ? null : b);
  return scenario;
}

/** "0 -> 9", of the first of its paths. */
export function changeText({ paths }: Change): string {
  const [first] = paths;
  return first === undefined ? "" : `${written(first.a)} -> ${written(first.b)}`;
}

function written(value: unknown): string {
  if (value === undefined) return "none";
  const inner = isRecord(value) && "value" in value ? value["value"] : value;
  return typeof inner === "string" ? inner : typeof inner === "number" ? String(inner) : "changed";
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A quantity is compared as a whole, by its value alone: another source for the same number is no change. */
function collect(a: unknown, b: unknown, path: string, into: ChangedPath[]): void {
  if (isRecord(a) && isRecord(b) && !isQuantity(a) && !isQuantity(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      collect(a[key], b[key], `${path}.${key}`, into);
    return;
  }
  if (JSON.stringify(plain(a)) !== JSON.stringify(plain(b))) into.push({ path, a, b });
}

const isQuantity = (value: Readonly<Record<string, unknown>>): boolean =>
  "value" in value && typeof value["value"] === "number";

const plain = (value: unknown): unknown => (isRecord(value) && isQuantity(value) ? value["value"] : value);
