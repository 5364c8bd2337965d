/**
 * How many chips a pool's replicas keep: what they needed in any of the last hours. With the demand foreseen
 * (`Lookahead`) and the lead time it makes the realistic autoscaler beside the perfect one, ceil(demand / rate) at every
 * moment (https://github.com/llm-d/llm-d-autoscaling, issue 1499).
 */
import type { AutoscalerModel, DemandModel } from "../model/types.ts";

/** Hours that are kept, whatever is held: a run may go on under another autoscaler. */
const KEPT = 25;

export class Autoscaler {
  readonly leadSeconds: number;
  private readonly holdHours: number;
  private readonly pools: number;
  /** Chips needed in each of the last hours, [hour modulo][pool]. */
  private readonly needed: Float64Array;

  constructor(spec: AutoscalerModel, pools: number) {
    if (spec.holdHours >= KEPT)
      throw new RangeError(`holdHours must be below ${KEPT} (found ${spec.holdHours})`);
    this.leadSeconds = spec.leadSeconds;
    this.holdHours = spec.holdHours;
    this.pools = pools;
    this.needed = new Float64Array(KEPT * pools);
  }

  /** A new hour: nothing is needed in it until `keep` says so. */
  begin(now: number): void {
    const row = (Math.floor(now / 3600) % KEPT) * this.pools;
    this.needed.fill(0, row, row + this.pools);
  }

  /** Chips a pool keeps where `chips` are needed in this hour. */
  keep(pool: number, chips: number, now: number): number {
    const { needed, pools } = this;
    const hour = Math.floor(now / 3600);
    needed[(hour % KEPT) * pools + pool] = chips;
    let most = chips;
    for (let k = 1; k <= this.holdHours && k <= hour; k++)
      most = Math.max(most, needed[((hour - k) % KEPT) * pools + pool] ?? 0);
    return most;
  }

  snapshot(): Float64Array {
    return this.needed.slice();
  }

  restore(needed: Float64Array): void {
    this.needed.set(needed);
  }
}

/**
 * Chips of as few whole instances of each served model as carry a pool's tokens/s [pool][kind] at `cap` of their rate:
 * sum over the models of ceil(chips / instance) x instance.
 */
export function wholeInstances(
  demand: DemandModel,
  tokens: Float64Array,
  rate: Float64Array,
  pool: number,
  cap: number,
): number {
  const classes = demand.classes.length;
  const models = demand.served.length;
  const kinds = demand.kinds.length;
  let all = 0;
  for (let m = 0; m < models; m++) {
    let chips = 0;
    // Class by class for each model, and the same once more for prompts without their cache.
    for (let first = m * classes; first < kinds; first += models * classes)
      for (let k = pool * kinds + first; k < pool * kinds + first + classes; k++)
        if ((tokens[k] ?? 0) > 0) chips += (tokens[k] ?? 0) / ((rate[k] ?? 0) * cap);
    const instance = demand.instanceChips[m] ?? 1;
    all += Math.ceil(chips / instance - 1e-9) * instance;
  }
  return all;
}
