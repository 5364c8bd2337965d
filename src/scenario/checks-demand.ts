/** Rules of demand: shares add up to 1, names are known, customers count once, measured series have no gaps unless said. */
import { checkEither, checkKnown, checkNotBeforeStart } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { gapsOf, hourText, hourlySeries } from "./hourly-series.ts";
import type { HourlyRow } from "./hourly-series.ts";
import { suggestion } from "./issues.ts";
import { isObject } from "./merge-patch.ts";
import type { Reader } from "./reader.ts";

const TOLERANCE = 1e-6;

function reportSum(context: Context, path: string, parts: readonly (number | undefined)[]): void {
  if (parts.includes(undefined)) return;
  const sum = parts.reduce<number>((total, each) => total + (each ?? 0), 0);
  if (Math.abs(sum - 1) > TOLERANCE)
    context.report(path, "must have shares that add up to 1", Math.round(sum * 1e9) / 1e9);
}

function checkSum(context: Context, group: Reader): void {
  if (!group.exists) return;
  reportSum(
    context,
    group.path,
    group.entries().map(([, part]) => part.get("share").number()),
  );
}

/** A table of shares by id: ids known, sum 1. */
function checkShares(context: Context, shares: Reader, of: string, known: readonly string[]): void {
  if (!shares.exists) return;
  for (const [id, part] of shares.entries())
    if (!known.includes(id)) context.report(part.path, `must be one of ${of}${suggestion(id, known)}`, id);
  reportSum(
    context,
    shares.path,
    shares.entries().map(([, part]) => part.number()),
  );
}

const idsOf = (group: Reader): readonly string[] => group.entries().map(([id]) => id);

export function checkInference(context: Context): void {
  const inference = context.scenario.get("inference");
  if (!inference.exists) return;
  checkKnown(context, inference.get("llm"), "llms");
  checkKnown(context, inference.get("sloClass"), "sloClasses");
  checkNotBeforeStart(context, inference.get("from"));
  const [classes, regions, customers] = [
    inference.get("classes"),
    inference.get("regions"),
    inference.get("customers"),
  ];
  for (const [, each] of classes.entries()) {
    checkKnown(context, each.get("profile"), "profiles");
    checkKnown(context, each.get("tokenMix"), "tokenMixes");
    checkKnown(context, each.get("sloClass"), "sloClasses");
    checkShares(context, each.get("regions"), "inference.regions", idsOf(regions));
  }
  for (const [, region] of regions.entries()) checkKnown(context, region.get("origin"), "regions");
  checkSum(context, regions);
  checkCustomers(context, inference, idsOf(classes), idsOf(regions));
  for (const [id, path] of inference.get("accessPaths").entries())
    if (!context.catalogue.get("accessPaths").get(id).exists) {
      const known = idsOf(context.catalogue.get("accessPaths"));
      context.report(path.path, `must be an access path of the catalogue${suggestion(id, known)}`, id);
    }
  if (inference.get("accessPaths").exists && inference.get("accessPaths").entries().length === 0)
    context.report(inference.get("accessPaths").path, "must name a path, or be left out", "none");
  checkHourly(context, inference, [...idsOf(classes), ...idsOf(customers)]);
}

/** With customers the volume is theirs; classes beside them need a volume of their own. */
function checkCustomers(
  context: Context,
  inference: Reader,
  classes: readonly string[],
  regions: readonly string[],
): void {
  const customers = inference.get("customers");
  const counted = customers.entries().length > 0;
  if (!counted || classes.length > 0) {
    checkSum(context, inference.get("classes"));
    checkEither(context, inference, "outputTokensPerSecond", "firstMonthUtilisation", false);
  } else if (inference.get("outputTokensPerSecond").exists)
    context.report(
      inference.get("outputTokensPerSecond").path,
      "needs classes to share it; that of customers follows from their number",
    );
  if (counted && inference.get("firstMonthUtilisation").exists)
    context.report(
      inference.get("firstMonthUtilisation").path,
      "must not stand beside customers, whose number says how much they ask",
    );
  for (const [id, each] of customers.entries()) {
    const archetype = each.get("archetype");
    const known = context.catalogue.get("archetypes");
    if (archetype.exists) checkKnown(context, archetype, "archetypes");
    else if (!known.get(id).exists)
      context.report(
        each.path,
        `must have the id of an archetype of the catalogue, or name one${suggestion(id, idsOf(known))}`,
        id,
      );
    if (classes.includes(id))
      context.report(each.path, "must have an id that no class has: customers make a class of theirs", id);
    checkShares(context, each.get("regions"), "inference.regions", regions);
  }
}

/** Measured demand names regions and classes of this scenario; an unknown name is reported where it first stands. */
function checkHourly(context: Context, inference: Reader, classes: readonly string[]): void {
  const rows = inference.get("hourly").value;
  if (!Array.isArray(rows)) return;
  const path = inference.get("hourly").path;
  const read = rows.map((row: unknown): HourlyRow => (isObject(row) ? row : {}));
  for (const [key, group, known] of [
    ["region", "regions", idsOf(inference.get("regions"))],
    ["class", "classes", classes],
  ] as const) {
    const seen = new Set(known);
    for (const [index, row] of read.entries()) {
      const id = row[key];
      if (typeof id !== "string" || seen.has(id)) continue;
      seen.add(id);
      context.report(
        `${path}.${index}.${key}`,
        `must be one of inference.${group}${suggestion(id, known)}`,
        id,
      );
    }
  }
  checkSeries(context, read, path, (inference.get("hourlyGaps").text() ?? "fail") === "fail");
}

/** Each hour of a series once, and none left out between its first and its last. */
function checkSeries(
  context: Context,
  read: readonly HourlyRow[],
  path: string,
  gapsAreFaults: boolean,
): void {
  for (const series of hourlySeries(read)) {
    const { region, class: klass, rows, hours } = series;
    const of = `region ${region}, class ${klass}`;
    const twice = hours.flatMap((hour, i) => (i > 0 && hour === hours[i - 1] ? [i] : []));
    const [second] = twice;
    if (second !== undefined)
      context.report(
        `${path}.${rows[second] ?? 0}.start`,
        `must be given once for ${of}${twice.length > 1 ? `; ${twice.length} hours are given again` : ""}`,
        hourText(hours[second] ?? 0),
      );
    if (!gapsAreFaults) continue;
    const { missing, span, index } = gapsOf(series);
    if (missing === 0) continue;
    const first = (hours[index - 1] ?? 0) + 1;
    context.report(
      `${path}.${rows[index] ?? 0}.start`,
      `must be ${hourText(first)}, the next hour of ${of}: ${missing} of its ${span} hours ${missing === 1 ? "is" : "are"} missing; add ${missing === 1 ? "it" : "them"}, or set inference.hourlyGaps to interpolate or profile`,
      hourText(hours[index] ?? 0),
    );
  }
}
