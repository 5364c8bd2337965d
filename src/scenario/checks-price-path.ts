/** Rules of prices over time: steps without a gap, in a currency that is defined. */
import { checkOrder } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { suggestion } from "./issues.ts";
import { isObject } from "./merge-patch.ts";
import { Reader } from "./reader.ts";

/** Reports a currency that is neither USD nor defined. */
export function checkCurrency(context: Context, code: Reader): void {
  const found = code.text();
  const defined = context.scenario.get("money").get("currencies");
  if (found === undefined || found === "USD" || defined.get(found).exists) return;
  const known = ["USD", ...defined.entries().map(([key]) => key)];
  context.report(code.path, `must be USD or one of money.currencies${suggestion(found, known)}`, found);
}

/** A price that is asked for from `firstUse` to the end of the scenario. */
export function checkPricePath(context: Context, path: Reader, firstUse: string | undefined): void {
  checkCurrency(context, path.get("currency"));
  const steps = path.get("steps");
  const before = path.get("value").exists;
  if (steps.entries().length === 0) {
    if (!before && isObject(path.value))
      context.report(path.path, "must have a value, or steps by date", "neither");
    return;
  }
  const days = steps
    .entries()
    .filter(([date]) => new Reader(date).day() !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const [first] = days[0] ?? [];
  if (first === undefined) return;
  if (!before && firstUse !== undefined && first > firstUse)
    context.report(steps.path, `must have no gap: there is no price from ${firstUse} to ${first}`);
  const end = context.scenario.get("end").day();
  for (const [i, [date, step]] of days.entries()) {
    const until = step.get("until");
    const last = until.day();
    if (last === undefined) continue;
    checkOrder(context, new Reader(date, `step ${date}`), until);
    const next = days[i + 1]?.[0] ?? end;
    if (next !== undefined && last > date && last < next)
      context.report(until.path, `must leave no gap: there is no price from ${last} to ${next}`, last);
  }
}
