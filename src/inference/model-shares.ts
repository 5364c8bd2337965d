/** Which served model a class's traffic asks for: it moves to each new one in turn, from its release on. */
import type { DemandModel, ServedModelModel } from "../model/types.ts";

export interface SharesSnapshot {
  readonly endedAt: Float64Array;
  readonly endCause: Float64Array;
  readonly releasedAt: Float64Array;
}

/** Is it released some day, and not simply there from the first? */
export const isReleased = (model: ServedModelModel): boolean =>
  model.campaign >= 0 || model.releaseSeconds > -Infinity;

export class ModelShares {
  /** Parts of a class's traffic by served model, [class][served]; they add up to 1. */
  readonly shares: Float64Array;
  /** Seconds from the start; Infinity: not released yet. */
  readonly releasedAt: Float64Array;
  private readonly demand: DemandModel;
  /** When the run that makes a model ended, and the event of it; Infinity: it has not. */
  private readonly endedAt: Float64Array;
  private readonly endCause: Float64Array;

  constructor(demand: DemandModel) {
    this.demand = demand;
    const models = demand.served.length;
    this.releasedAt = new Float64Array(models).fill(Infinity);
    this.endedAt = Float64Array.from(demand.served, ({ campaign }) => (campaign < 0 ? -Infinity : Infinity));
    this.endCause = new Float64Array(models).fill(-1);
    this.shares = new Float64Array(demand.classes.length * models);
    sharesAt(demand, this.releasedAt, 0, this.shares);
  }

  /** A run of a campaign has ended, and so the making of what it makes. */
  ended(campaign: number, run: number, now: number, cause: number): void {
    this.demand.served.forEach((model, m) => {
      if (model.campaign !== campaign || model.run !== run) return;
      this.endedAt[m] = now;
      this.endCause[m] = cause;
    });
  }

  /** Releases what is due: its day has come and its run has ended. Each is told of once, with the event behind it. */
  release(now: number, tell: (served: number, cause: number, at: number, now: number) => void): void {
    const { served } = this.demand;
    for (let m = 0; m < served.length; m++) {
      const model = served[m];
      if (model === undefined || this.releasedAt[m] !== Infinity || !isReleased(model)) continue;
      const due = Math.max(model.releaseSeconds, this.endedAt[m] ?? Infinity);
      if (due > now) continue;
      this.releasedAt[m] = due;
      tell(m, this.endCause[m] ?? -1, due, now);
    }
  }

  /** Brings the shares to this moment. */
  at(now: number): void {
    if (this.demand.served.length > 1) sharesAt(this.demand, this.releasedAt, now, this.shares);
  }

  snapshot(): SharesSnapshot {
    const { endedAt, endCause, releasedAt } = this;
    return structuredClone({ endedAt, endCause, releasedAt });
  }

  restore(from: SharesSnapshot): void {
    this.endedAt.set(from.endedAt);
    this.endCause.set(from.endCause);
    this.releasedAt.set(from.releasedAt);
  }
}

/**
 * Parts of each class's traffic by served model, [class][served], into `out`. A model takes
 * moved = adoption x min(1, age / ramp) of what the models it replaces had before it, in the order of the list.
 */
export function sharesAt(
  demand: Pick<DemandModel, "served" | "classes">,
  releasedAt: Float64Array,
  now: number,
  out: Float64Array,
): void {
  const { served, classes } = demand;
  const models = served.length;
  for (let c = 0; c < classes.length; c++)
    for (let m = 0; m < models; m++) out[c * models + m] = classes[c]?.servedShares[m] ?? 0;
  for (let m = 1; m < models; m++) {
    const model = served[m];
    const age = now - (releasedAt[m] ?? Infinity);
    if (model === undefined || age < 0) continue;
    const moved = model.adoption * (model.rampSeconds > 0 ? Math.min(1, age / model.rampSeconds) : 1);
    for (let c = 0; c < classes.length; c++) {
      if (classes[c]?.takes[m] === 0) continue;
      let taken = 0;
      for (let k = 0; k < models; k++) {
        const part = out[c * models + k] ?? 0;
        if (model.replaces[k] === 0 || part === 0) continue;
        out[c * models + k] = part * (1 - moved);
        taken += part;
      }
      out[c * models + m] = (out[c * models + m] ?? 0) + taken * moved;
    }
  }
}
