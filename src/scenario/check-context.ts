/** What the cross-checks share: the scenario and catalogue they read, and the rules that many need. */
import type { Catalogue } from "./catalogue.ts";
import { suggestion } from "./issues.ts";
import type { Report } from "./issues.ts";
import type { Reader } from "./reader.ts";

/** What every check gets: the scenario as far as it can be read, the catalogue it runs with, a place to report. */
export interface Context {
  readonly scenario: Reader;
  readonly catalogue: Reader;
  /** The same, read and sound; absent where the scenario's patch of it is faulty. */
  readonly world?: Catalogue;
  readonly report: Report;
}

/** Kinds of entries of the catalogue, as its keys and as a person calls one. */
const NOUNS = {
  chips: "chip",
  systems: "system",
  regions: "region",
  llms: "model",
  profiles: "demand profile",
  tokenMixes: "token mix",
  sloClasses: "SLO class",
  archetypes: "archetype",
  accessPaths: "access path",
} as const;

/** Reports a reference to something the catalogue does not have, with the name that was probably meant. */
export function checkKnown(context: Context, reference: Reader, kind: keyof typeof NOUNS): void {
  const id = reference.text();
  const known = context.catalogue.get(kind);
  if (id === undefined || known.get(id).exists) return;
  const ids = known.entries().map(([key]) => key);
  context.report(reference.path, `must be a ${NOUNS[kind]} of the catalogue${suggestion(id, ids)}`, id);
}

/** Reports a reference to a site the scenario does not have. */
export function checkSiteKnown(context: Context, reference: Reader): void {
  const id = reference.text();
  const sites = context.scenario.get("sites");
  if (id === undefined || sites.get(id).exists) return;
  const ids = sites.entries().map(([key]) => key);
  context.report(reference.path, `must be a site of this scenario${suggestion(id, ids)}`, id);
}

/** Reports a day before the scenario's start. */
export function checkNotBeforeStart(context: Context, day: Reader): void {
  const date = day.day();
  const start = context.scenario.get("start").day();
  if (date === undefined || start === undefined || date >= start) return;
  context.report(
    day.path,
    `must be on or after the start ${start}; what stands before it is dated at the start`,
    date,
  );
}

/** Reports `later` unless it is after `earlier`; with `orSame` the same day will do. */
export function checkOrder(context: Context, earlier: Reader, later: Reader, orSame = false): void {
  const [from, to] = [earlier.day(), later.day()];
  if (from === undefined || to === undefined || to > from || (orSame && to === from)) return;
  context.report(later.path, `must be ${orSame ? "on or " : ""}after ${lastKey(earlier.path)} ${from}`, to);
}

/** The last name of a path. */
export const lastKey = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** Exactly one (or, with `optional`, at most one) of two fields may be given. */
export function checkEither(context: Context, part: Reader, a: string, b: string, optional: boolean): void {
  const both = part.get(a).exists && part.get(b).exists;
  const neither = !part.get(a).exists && !part.get(b).exists;
  if (both) context.report(part.path, `must give ${optional ? "at most " : ""}one of ${a} and ${b}`, "both");
  else if (neither && !optional) context.report(part.path, `must give ${a} or ${b}`, "neither");
}

/** Exactly one of several fields must be given. */
export function checkOneOf(context: Context, part: Reader, keys: readonly string[]): void {
  const given = keys.filter((key) => part.get(key).exists);
  const listed = `${keys.slice(0, -1).join(", ")} or ${keys[keys.length - 1] ?? ""}`;
  if (given.length === 0) context.report(part.path, `must give ${listed}`, "neither");
  if (given.length > 1) context.report(part.path, `must give only one of ${listed}`, given.join(", "));
}
