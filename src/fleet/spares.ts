/**
 * Spares: whole UltraServers of a pool that are kept free for those that are out. How many: a share of those in service,
 * or as many as are out at once with a stated probability, each out by itself.
 */
import { exp, log } from "../engine/math.ts";
import type { SparesModel } from "../model/reliability.ts";
import type { PoolModel } from "../model/types.ts";
import type { Hosts } from "./hosts.ts";

/** Least k with P(X <= k) >= `quantile`, X binomial of `n` trials with `p` each. */
export function binomialQuantile(n: number, p: number, quantile: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return n;
  return leastCount(n, quantile, n * log(1 - p), (k) => ((n - k) / (k + 1)) * (p / (1 - p)));
}

/** Least k with P(X <= k) >= `quantile`, X Poisson of a mean. */
export function poissonQuantile(mean: number, quantile: number): number {
  return mean <= 0 ? 0 : leastCount(Infinity, quantile, -mean, (k) => mean / (k + 1));
}

/** Sums chances from 0 up; in logarithms until they are large enough not to vanish. */
function leastCount(most: number, quantile: number, logOfNone: number, ratio: (k: number) => number): number {
  let logChance = logOfNone;
  let sum = exp(logChance);
  let k = 0;
  while (sum < quantile && k < most) {
    logChance += log(ratio(k++));
    const chance = exp(logChance);
    // Past the bulk nothing more is added: what is missing is rounding.
    if (sum > 0.5 && chance < 1e-17) break;
    sum += chance;
  }
  return k;
}

export class Spares {
  private readonly rule: SparesModel;
  private readonly pools: readonly PoolModel[];
  private readonly hosts: Hosts;
  /** In service when the target was last worked out, and that target, by pool. */
  private readonly counted: Int32Array;
  private readonly target: Int32Array;

  constructor(rule: SparesModel, pools: readonly PoolModel[], hosts: Hosts) {
    this.rule = rule;
    this.pools = pools;
    this.hosts = hosts;
    this.counted = new Int32Array(pools.length).fill(-1);
    this.target = new Int32Array(pools.length);
  }

  /** UltraServers of a pool that nobody may take now: those that are out have their spares already. */
  kept(pool: number): number {
    const { hosts } = this;
    const us = (hosts.installed[pool] ?? 0) - (hosts.retired[pool] ?? 0);
    if (this.counted[pool] !== us) {
      this.counted[pool] = us;
      this.target[pool] = Math.min(us, this.targetOf(pool, us));
    }
    return Math.max(0, (this.target[pool] ?? 0) - (hosts.brokenUs[pool] ?? 0));
  }

  private targetOf(pool: number, us: number): number {
    const { rule } = this;
    if (rule.by === "share") return Math.ceil(rule.share * us - 1e-9);
    const out = this.pools[pool]?.usOutShare ?? 0;
    return rule.by === "binomial"
      ? binomialQuantile(us, out, rule.quantile)
      : poissonQuantile(us * out, rule.quantile);
  }
}
