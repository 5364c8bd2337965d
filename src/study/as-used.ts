/** What other chips would have done, had each been used like those of a run: for what money asks beside the chips. */
import type { MoneyBasis } from "../economics/basis.ts";

/** What is done, and the chip-hours that do it: chips that burn in draw power too. */
const DONE = [
  ["trainingChipHours", "inServiceChipHours"],
  ["servingChipHours", "inServiceChipHours"],
  ["itMwh", "deliveredChipHours"],
  ["tokens", "inServiceChipHours"],
  ["flops", "inServiceChipHours"],
] as const;

/**
 * `fleet` with work and energy: in each pool and month what `run` did per chip-hour there, or in all pools
 * where that pool had none. Exact where the chips are those of the run; else an approximation, as more chips would meet
 * the same demand.
 * @param annualPue by site of `fleet`
 */
export function asUsed(fleet: MoneyBasis, run: MoneyBasis, annualPue: readonly number[]): MoneyBasis {
  const periods = fleet.starts.length - 1;
  const places = fleet.pools.map(({ id }) => run.pools.findIndex((pool) => pool.id === id));
  const tables = Object.fromEntries(
    DONE.map(([name, by]) => {
      const whole = totals(run[name], periods);
      const hours = totals(run[by], periods);
      const table = new Float64Array(fleet.pools.length * periods);
      for (const [pool, place] of places.entries())
        for (let p = 0; p < periods; p++) {
          const here = place < 0 ? 0 : (run[by][place * periods + p] ?? 0);
          const done = here > 0 ? (run[name][place * periods + p] ?? 0) : (whole[p] ?? 0);
          const per = here > 0 ? here : (hours[p] ?? 0);
          const at = pool * periods + p;
          table[at] = per > 0 ? (done / per) * (fleet[by][at] ?? 0) : 0;
        }
      return [name, table] as const;
    }),
  );
  const done = { ...fleet, ...tables };
  const facilityMwh = done.itMwh.map(
    (mwh, at) => mwh * (annualPue[fleet.pools[Math.floor(at / periods)]?.site ?? -1] ?? 1),
  );
  const { servedModels, salesUsd, paths } = run;
  return { ...done, facilityMwh, servedModels, salesUsd, paths };
}

/** Sum over pools by period. */
function totals(table: Float64Array, periods: number): Float64Array {
  const sums = new Float64Array(periods);
  table.forEach((value, at) => (sums[at % periods] = (sums[at % periods] ?? 0) + value));
  return sums;
}
