/** Rules of levers: a path that exists, a range that holds. */
import type { Context } from "./check-context.ts";
import { suggestion } from "./issues.ts";
import type { Reader } from "./reader.ts";
import { knownKeys, schemasAt } from "./schema-path.ts";
import { Scenario } from "./schema.ts";
import { checkSettingPath, getPath, splitPath } from "./set-path.ts";

export function checkLevers(context: Context): void {
  for (const [, lever] of context.scenario.get("levers").entries()) {
    const [min, max, step] = [
      lever.get("min").number(),
      lever.get("max").number(),
      lever.get("step").number(),
    ];
    const choices = lever.get("choices").exists;
    if (choices && [min, max, step].some((each) => each !== undefined))
      context.report(lever.path, "must give choices, or min, max and step", "both");
    else if (!choices && [min, max, step].some((each) => each === undefined))
      context.report(lever.path, "must give choices, or min, max and step", "neither");
    if (min !== undefined && max !== undefined && min >= max)
      context.report(lever.get("max").path, `must be > min ${min}`, max);
    else if (min !== undefined && max !== undefined && step !== undefined && step > max - min)
      context.report(lever.get("step").path, `must be at most max - min`, step);
    for (const path of (lever.get("path").text() ?? "").split(" ").filter((word) => word !== ""))
      checkPath(context, lever.get("path"), path);
    let before = -Infinity;
    for (const zone of lever.get("zones").items()) {
      const upTo = zone.get("upTo").number();
      if (upTo === undefined) continue;
      if (upTo <= before)
        context.report(zone.get("upTo").path, `must be > the zone before (${before})`, upTo);
      before = upTo;
    }
  }
}

/** A lever may set what stands in the scenario, or a field beside it that the schema has and the scenario leaves out. */
function checkPath(context: Context, lever: Reader, path: string): void {
  const root: unknown = path.startsWith("catalogue.")
    ? { catalogue: context.catalogue.value }
    : context.scenario.value;
  if (getPath(root, path) !== undefined) return;
  const issue = checkSettingPath(root, path);
  if (issue !== undefined && !isDefaulted(issue.path, path)) {
    context.report(lever.path, `must be a path of the scenario: ${issue.path} ${issue.message}`, path);
    return;
  }
  const keys = splitPath(root, path);
  if (schemasAt(Scenario, keys).length > 0) return;
  const known = schemasAt(Scenario, keys.slice(0, -1)).flatMap((schema) => knownKeys(schema));
  context.report(
    lever.path,
    `must be a path of the scenario${suggestion(keys[keys.length - 1] ?? "", known)}`,
    path,
  );
}

/** What is missing at `missing` is a field of the schema with a default, and the whole path is part of the schema. */
function isDefaulted(missing: string, path: string): boolean {
  const keys = missing.split(".");
  const parents = schemasAt(Scenario, keys.slice(0, -1));
  const known = parents.some((schema) => knownKeys(schema).includes(keys[keys.length - 1] ?? ""));
  return known && schemasAt(Scenario, path.split(".")).length > 0;
}
