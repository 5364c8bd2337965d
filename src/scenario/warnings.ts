/** What is allowed and yet probably not meant. */
import { hourText, hourlySeries, zeroRuns } from "./hourly-series.ts";
import type { Issue } from "./issues.ts";
import type { Scenario } from "./schema.ts";
import { getPath } from "./set-path.ts";
import { valueOf } from "./quantity.ts";

/** Warnings of a sound scenario: rows and dates outside the run, levers set outside their range. */
export function warningsOf(scenario: Scenario): readonly Issue[] {
  const { start, end } = scenario;
  const warnings: Issue[] = [];
  const outside = (path: string, dates: readonly string[]): void => {
    const count = dates.filter((date) => date < start || date >= end).length;
    if (count > 0)
      warnings.push({
        path,
        message: `has ${count} of ${dates.length} rows outside ${start} to ${end}, which the run does not reach`,
      });
  };
  outside(
    "actuals",
    scenario.actuals.map((row) => row.date),
  );
  outside("inference.hourly", scenario.inference?.hourly?.map((row) => row.start) ?? []);
  const rows = scenario.inference?.hourly ?? [];
  for (const series of hourlySeries(rows)) {
    const { runs, zeros, first } = zeroRuns(rows, series);
    if (runs > 0)
      warnings.push({
        path: "inference.hourly",
        message: `has ${zeros} zeros in ${runs} ${runs === 1 ? "run" : "runs"} of three hours or more for region ${series.region}, class ${series.class}, the first from ${hourText(first)}; where nothing was measured, leave the rows out and set inference.hourlyGaps`,
      });
  }
  for (const [id, { keepsData }] of Object.entries(scenario.inference?.regions ?? {}))
    if (valueOf(keepsData) > 0 && scenario.inference?.routing === undefined)
      warnings.push({
        path: `inference.regions.${id}.keepsData`,
        message: "keeps nothing at home without inference.routing, as all pools are alike then",
      });
  const { commitment, customer, provider } = scenario.money ?? {};
  if (commitment !== undefined && commitment.payer === provider && commitment.payee === customer)
    warnings.push({
      path: "money.commitment.payer",
      message: `is the provider: nothing that is paid draws on the commitment, as what counts is what ${customer} pays`,
      found: commitment.payer,
    });
  const promised = scenario.money?.commitment?.start;
  if (promised !== undefined && promised >= end)
    warnings.push({
      path: "money.commitment.start",
      message: `is after the end ${end}: nothing counts towards it`,
      found: promised,
    });
  for (const [id, { at }] of Object.entries(scenario.money?.moves ?? {}))
    if (at >= end)
      warnings.push({ path: `money.moves.${id}.at`, message: `is after the end ${end}`, found: at });
  for (const [id, delivery] of Object.entries(scenario.deliveries)) {
    const date = delivery.kind === "batch" ? delivery.date : delivery.kind === "ramp" ? delivery.from : start;
    if (date >= end)
      warnings.push({ path: `deliveries.${id}`, message: `comes after the end ${end}`, found: date });
  }
  for (const [id, campaign] of Object.entries(scenario.training.campaigns))
    if (campaign.start >= end)
      warnings.push({
        path: `training.campaigns.${id}.start`,
        message: `is after the end ${end}`,
        found: campaign.start,
      });
  warnOfReleases(scenario, warnings);
  for (const [id, lever] of Object.entries(scenario.levers))
    for (const path of lever.path.split(" ")) {
      const now = asNumber(getPath(scenario, path));
      const { min = -Infinity, max = Infinity } = lever;
      if (now !== undefined && (now < min || now > max))
        warnings.push({
          path: `levers.${id}`,
          message: `has a range of ${min} to ${max} that does not hold ${path}`,
          found: String(now),
        });
    }
  return warnings;
}

/** Served models that cannot be released within the run. */
function warnOfReleases({ end, training, inference }: Scenario, warnings: Issue[]): void {
  for (const [id, { from, releasedBy }] of Object.entries(inference?.models ?? {})) {
    if (from !== undefined && from >= end)
      warnings.push({ path: `inference.models.${id}.from`, message: `is after the end ${end}`, found: from });
    const campaign = releasedBy && training.campaigns[releasedBy.campaign];
    if (releasedBy === undefined || campaign?.everyDays === undefined) continue;
    const days = (releasedBy.run - 1) * valueOf(campaign.everyDays);
    const starts = Date.parse(campaign.start) + days * 86_400_000;
    if (starts >= Date.parse(end))
      warnings.push({
        path: `inference.models.${id}.releasedBy.run`,
        message: `of ${releasedBy.campaign} starts after the end ${end}`,
        found: String(releasedBy.run),
      });
  }
}

function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "object" || value === null || !("value" in value)) return undefined;
  return typeof value.value === "number" ? valueOf(value.value) : undefined;
}
