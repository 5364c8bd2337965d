/** The scenario's annual limits on its orders, and what the run's log will say of those that wait. */
import { isoDate } from "../engine/index.ts";
import { yearOf } from "../fleet/annual-limits.ts";
import { AGENDA } from "../model/types.ts";
import type { LimitsModel, MoneyModel, PoolModel, PutOffModel, SiteModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import { isByYear } from "../scenario/schema-money.ts";
import type { YearlyLimit } from "../scenario/schema-money.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import { applyLimits } from "./annual-limits.ts";
import type { YearlyUsd } from "./annual-limits.ts";
import { YEAR } from "./context.ts";
import type { Context } from "./context.ts";
import type { Batch } from "./deliveries.ts";

/** Undefined where no limit is set; batches are then left as they are. */
export function limitOrders(
  context: Context,
  agenda: AgendaBuilder,
  batches: Batch[],
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
  money: MoneyModel | undefined,
): LimitsModel | undefined {
  const asked = askedOf(context.scenario);
  if (money === undefined || asked === undefined) return undefined;
  const { fleet, power } = context.scenario;
  const limits = applyLimits(
    {
      horizon: context.horizon,
      lifeSeconds: fleet.lifeYears === undefined ? Infinity : valueOf(fleet.lifeYears) * YEAR,
      oversubscription: valueOf(power.oversubscription),
      pools,
      sites,
      money,
    },
    asked,
    batches,
  );
  for (const row of eventsOf(limits)) {
    const until = row.until === Infinity ? "never" : isoDate(context.startEpoch + row.until);
    agenda.add(row.from, AGENDA.putOff, row.pool, row.chips, `${row.by} > ${until}`);
  }
  return limits;
}

function askedOf({ money }: Scenario): YearlyUsd | undefined {
  const { capitalUsdPerYear, spendUsdPerYear } = money?.limits ?? {};
  if (money === undefined || (capitalUsdPerYear ?? spendUsdPerYear) === undefined) return undefined;
  const rate = money.currency === "USD" ? 1 : valueOf(money.currencies[money.currency]?.usd ?? NaN);
  const yearly = (limit: YearlyLimit | undefined): YearlyUsd["capital"] => {
    if (limit === undefined) return undefined;
    if (!isByYear(limit)) return () => valueOf(limit) * rate;
    return (year) => (limit[year] === undefined ? undefined : valueOf(limit[year]) * rate);
  };
  return { capital: yearly(capitalUsdPerYear), spend: yearly(spendUsdPerYear) };
}

/** An event for each delivery, pool and year: on the first day that is missed, with the last on which they come. */
function eventsOf(limits: LimitsModel): readonly PutOffModel[] {
  const found = new Map<string, PutOffModel>();
  for (const row of limits.putOff) {
    const key = `${row.delivery}/${row.pool}/${yearOf(limits, row.from)}/${row.by}`;
    const other = found.get(key);
    if (other === undefined) found.set(key, row);
    else
      found.set(key, {
        ...other,
        chips: other.chips + row.chips,
        from: Math.min(other.from, row.from),
        until: Math.max(other.until, row.until),
      });
  }
  return [...found.values()];
}
