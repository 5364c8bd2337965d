/** Rules of failures: names of causes, shares that leave something, outages within the run. */
import { checkKnown, checkNotBeforeStart, checkSiteKnown } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { Reader } from "./reader.ts";

/** Causes of the plain hazards, as results call them. */
const PLAIN = ["chip", "host", "fabric", "ultraserver", "job", "site", "corruption"];

export function checkReliability(context: Context): void {
  const { scenario, report } = context;
  const reliability = scenario.get("reliability");
  for (const [id, cause] of reliability.get("hazards").get("causes").entries())
    if (PLAIN.includes(id)) report(cause.path, "must not have the name of a hazard", id);
  const diagnosis = reliability.get("diagnosis");
  const sum = (diagnosis.get("missed").number() ?? 0) + (diagnosis.get("blamed").number() ?? 0);
  if (sum > 0.99) report(diagnosis.path, "must leave at least 0.01 of the faults to be found", sum);
  for (const failure of reliability.get("failures").items()) {
    checkSiteKnown(context, failure.get("site"));
    checkKnown(context, failure.get("system"), "systems");
    const at = failure.get("at");
    checkNotBeforeStart(context, new Reader(at.text()?.slice(0, 10), at.path));
  }
  for (const [, site] of scenario.get("sites").entries())
    for (const [, outage] of site.get("outages").entries()) {
      const from = outage.get("from");
      checkNotBeforeStart(context, new Reader(from.text()?.slice(0, 10), from.path));
    }
}
