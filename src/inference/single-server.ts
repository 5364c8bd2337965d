/**
 * Waits of M/G/1 (Poisson arrivals, one server, first come first served) as a table over loads: Pollaczek and Khinchine's
 * geometric sum of residual services, summed by Panjer's recursion on a lattice (L. Kleinrock, Queueing Systems I, 5.6).
 */
import { log } from "../engine/index.ts";
import type { ServiceTimes } from "./service-times.ts";

const STEPS = 160;
/** A table reaches to this many conditional mean waits: some 1e-4 of arrivals wait longer. */
const REACH = 9;
const LOADS: readonly number[] = [0.02, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.92, 0.96, 0.985];

/** -ln P(W > x), by load and by x in units of E[W] / rho (the mean wait of those who wait). */
export interface WaitTable {
  readonly logs: Float64Array;
}

/** Mean wait: rho / (1 - rho) x mean residual service. */
export const meanWaitOf = (times: ServiceTimes, load: number): number => (load / (1 - load)) * times.residual;

export function waitTable(times: ServiceTimes): WaitTable {
  const logs = new Float64Array(LOADS.length * (STEPS + 1));
  const chance = new Float64Array(STEPS + 1);
  const sums = new Float64Array(STEPS + 1);
  LOADS.forEach((load, row) => {
    const step = (REACH * times.residual) / (1 - load) / STEPS;
    let before = 0;
    let here = residualIntegral(times, step);
    const first = here / step;
    let support = 0;
    for (let j = 1; j <= STEPS; j++) {
      const next = residualIntegral(times, (j + 1) * step);
      // Mass goes to the two nearest lattice points so that the mean is kept.
      const mass = Math.max(0, (next - 2 * here + before) / step);
      chance[j] = mass;
      if (mass > 1e-15) support = j;
      before = here;
      here = next;
    }
    const factor = load / (1 - load * first);
    sums[0] = (1 - load) / (1 - load * first);
    let beyond = 1 - (sums[0] ?? 0);
    logs[row * (STEPS + 1)] = -log(beyond);
    for (let n = 1; n <= STEPS; n++) {
      let sum = 0;
      for (let j = Math.min(n, support); j >= 1; j--) sum += (chance[j] ?? 0) * (sums[n - j] ?? 0);
      sums[n] = factor * sum;
      // A lattice point stands for the half step on either side of it.
      logs[row * (STEPS + 1) + n] = -log(Math.max(1e-12, beyond - 0.5 * (sums[n] ?? 0)));
      beyond -= sums[n] ?? 0;
    }
    // At x = 0 exactly: an arrival waits where it finds the server busy.
    logs[row * (STEPS + 1)] = -log(load);
  });
  return { logs };
}

/** Integral from 0 to x of the distribution function of what is left of a service that an arrival finds. */
function residualIntegral({ seconds, weight, mean }: ServiceTimes, x: number): number {
  let sum = 0;
  for (let i = 0; i < seconds.length; i++) {
    const full = seconds[i] ?? 0;
    sum += (weight[i] ?? 0) * (x > full ? full * (x - full / 2) : (x * x) / 2);
  }
  return sum / mean;
}

/** -ln P(W > x) at a load below 1, x in seconds; beyond the table's reach the last slope goes on. */
export function minusLogBeyond(table: WaitTable, times: ServiceTimes, load: number, x: number): number {
  const place = Math.min(STEPS, (x * (1 - load) * STEPS) / (REACH * times.residual));
  let row = 0;
  while (row < LOADS.length - 2 && (LOADS[row + 1] ?? 1) < load) row++;
  const [lower, upper] = [LOADS[row] ?? 0, LOADS[row + 1] ?? 1];
  const part = Math.min(1, Math.max(0, (load - lower) / (upper - lower)));
  const cell = Math.min(STEPS - 1, Math.floor(place));
  const along = place - cell;
  const at = row * (STEPS + 1) + cell;
  const { logs } = table;
  // Over -ln(load), which is what differs most between loads.
  const low = (logs[at] ?? 0) * (1 - along) + (logs[at + 1] ?? 0) * along + log(lower);
  const high = (logs[at + STEPS + 1] ?? 0) * (1 - along) + (logs[at + STEPS + 2] ?? 0) * along + log(upper);
  return low * (1 - part) + high * part - log(load);
}

/** The wait at which a table ends, in seconds. */
export const reachOf = (times: ServiceTimes, load: number): number => (REACH * times.residual) / (1 - load);
