/** Energy, carbon and water by site. Location-based: the mean intensity of the grid, whatever contracts say. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Bill } from "./bill.ts";
import type { MoneyInfo } from "./money-info.ts";
import { at, sum } from "./tables.ts";

/** tCO2 = facility MWh x g/kWh / 1000; m3 = IT MWh x L per kWh of IT load. Absent where a site's figure is not stated. */
export function energyOf(basis: MoneyBasis, model: MoneyModel, bill: Bill): MoneyInfo["energy"] {
  const periods = model.periods.length;
  return basis.sites.map((site, s) => {
    let facilityMwh = 0;
    let itMwh = 0;
    let usd = 0;
    basis.pools.forEach((pool, k) => {
      if (pool.site !== s) return;
      facilityMwh += sum(basis.facilityMwh, k * periods, (k + 1) * periods);
      itMwh += sum(basis.itMwh, k * periods, (k + 1) * periods);
      usd += sum(bill.energy, k * periods, (k + 1) * periods);
    });
    const grams = model.gramsCo2PerKwh[s] ?? NaN;
    const litres = model.waterLitresPerKwh[s] ?? NaN;
    return {
      region: site.region,
      site: site.id,
      facilityMwh,
      ...(at(bill.energyUnstated, s) === 1 ? {} : { usd }),
      ...(Number.isNaN(grams) ? {} : { tonnesCo2: (facilityMwh * grams) / 1000 }),
      ...(Number.isNaN(litres) ? {} : { waterCubicMetres: itMwh * litres }),
    };
  });
}
