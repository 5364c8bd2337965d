/** What the contract charges for capacity: by what it was used for, in whole cents. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import { add, at, toCents } from "./tables.ts";

/** USD before any load is moved elsewhere, [pool][period]. */
export interface Bill {
  readonly training: Float64Array;
  readonly serving: Float64Array;
  readonly idle: Float64Array;
  /** What the energy costs, whoever pays; 0 where nobody states it. */
  readonly energy: Float64Array;
  /** Capacity if all chips in service were paid for, whatever the contract pays. */
  readonly full: Float64Array;
  /** By pool: capacity was used for which no price is known. By site: energy. */
  readonly unpriced: Uint8Array;
  readonly energyUnstated: Uint8Array;
}

const HOURS_A_YEAR = 8_766;

/**
 * installed: all chips in service, at a price of a chip-hour or of a facility GW-year (chips that burn in
 * take their GW, too, which are spread over those in service). used: chip-hours of training and serving. A GW-year is then used by chips in the share of their hours, and never
 * more than their watts at peak PUE.
 */
export function billOf(basis: MoneyBasis, model: MoneyModel): Bill {
  const periods = model.periods.length;
  const cells = basis.pools.length * periods;
  const table = (): Float64Array => new Float64Array(cells);
  const bill: Bill = {
    training: table(),
    serving: table(),
    idle: table(),
    energy: table(),
    full: table(),
    unpriced: new Uint8Array(basis.pools.length),
    energyUnstated: new Uint8Array(basis.sites.length),
  };
  const { pays, usdPerGwYear, usdPerChipHour } = model.contract;
  basis.pools.forEach((pool, k) => {
    for (let p = 0; p < periods; p++) {
      const i = k * periods + p;
      const mwh = at(basis.facilityMwh, i);
      if (mwh > 0) {
        const price = model.usdPerMwh[pool.site * periods + p] ?? NaN;
        if (Number.isNaN(price)) bill.energyUnstated[pool.site] = 1;
        else bill.energy[i] = mwh * price;
      }
      const training = at(basis.trainingChipHours, i);
      const serving = at(basis.servingChipHours, i);
      const used = training + serving;
      // Training and serving are states of chips in service: more of them is rounding.
      const hours = Math.max(used, at(basis.inServiceChipHours, i));
      const gwYears = at(basis.gwYears, i);
      if (usdPerGwYear === undefined ? hours === 0 : gwYears === 0) continue;
      const price = usdPerGwYear === undefined ? (usdPerChipHour?.[i] ?? NaN) : (usdPerGwYear[p] ?? NaN);
      if (Number.isNaN(price)) {
        bill.unpriced[k] = 1;
        continue;
      }
      const full = price * (usdPerGwYear === undefined ? hours : gwYears);
      bill.full[i] = full;
      if (hours === 0) {
        if (pays === "installed") bill.idle[i] = full;
        continue;
      }
      const usedUsd =
        usdPerGwYear === undefined || pays === "installed"
          ? (full * used) / hours
          : price *
            Math.min(
              (gwYears * used) / hours,
              (used * pool.wattsPerChip * pool.peakPue) / (1e9 * HOURS_A_YEAR),
            );
      if (used > 0) {
        bill.training[i] = (usedUsd * training) / used;
        bill.serving[i] = (usedUsd * serving) / used;
      }
      if (pays === "installed") bill.idle[i] = Math.max(0, full - usedUsd);
    }
  });
  return bill;
}

/** What is posted, whole cents by period; each cell of the bill is rounded once. */
export interface Invoice {
  readonly training: Float64Array;
  readonly serving: Float64Array;
  readonly idle: Float64Array;
  readonly capacity: Float64Array;
  /** Energy the provider buys, and what of it is billed apart. */
  readonly energyBought: Float64Array;
  readonly energyBilled: Float64Array;
  /** The same postings counted by pool over the run: capacity, energy billed, energy bought. */
  readonly byPool: readonly [Float64Array, Float64Array, Float64Array];
}

/** @param stays share of each cell's load that is still here, [pool][period]; undefined: all of it */
export function invoiceOf(bill: Bill, model: MoneyModel, stays: Float64Array | undefined): Invoice {
  const periods = model.periods.length;
  const pools = bill.unpriced.length;
  const row = (): Float64Array => new Float64Array(periods);
  const byPool = [new Float64Array(pools), new Float64Array(pools), new Float64Array(pools)] as const;
  const invoice: Invoice = {
    training: row(),
    serving: row(),
    idle: row(),
    capacity: row(),
    energyBought: row(),
    energyBilled: row(),
    byPool,
  };
  const apart = model.contract.energy === "apart";
  for (let k = 0; k < pools; k++) {
    for (let p = 0; p < periods; p++) {
      const i = k * periods + p;
      const stay = stays === undefined ? 1 : at(stays, i);
      const training = toCents(at(bill.training, i) * stay);
      const serving = toCents(at(bill.serving, i) * stay);
      const idle = toCents(at(bill.idle, i) * stay);
      const bought = toCents(at(bill.energy, i));
      const billed = apart ? toCents(at(bill.energy, i) * stay) : 0;
      add(invoice.training, p, training);
      add(invoice.serving, p, serving);
      add(invoice.idle, p, idle);
      add(invoice.capacity, p, training + serving + idle);
      add(invoice.energyBought, p, bought);
      add(invoice.energyBilled, p, billed);
      add(byPool[0], k, training + serving + idle);
      add(byPool[1], k, billed);
      add(byPool[2], k, bought);
    }
  }
  return invoice;
}
