/** Which served model a class's traffic asks for: it moves to each new one in turn, from its release on. */
import type { DemandModel } from "../model/types.ts";

export class ModelShares {
  /** Parts of a class's traffic by served model, [class][served]; they add up to 1. */
  readonly shares: Float64Array;
  /** Seconds from the start; Infinity: not released yet. */
  readonly releasedAt: Float64Array;
  private readonly demand: DemandModel;
  private readonly moves: boolean;

  constructor(demand: DemandModel) {
    this.demand = demand;
    this.moves = demand.served.length > 1;
    this.releasedAt = Float64Array.from(demand.served, (model) => model.releaseSeconds);
    this.shares = new Float64Array(demand.classes.length * demand.served.length);
    this.reset();
  }

  /** A run of a campaign has ended: what it made is released now. True where there is such a model. */
  release(campaign: number, run: number, now: number): boolean {
    let released = false;
    this.demand.served.forEach((model, m) => {
      if (model.campaign !== campaign || model.run !== run || this.releasedAt[m] !== Infinity) return;
      this.releasedAt[m] = now;
      released = true;
    });
    return released;
  }

  /** Brings the shares to this moment. */
  at(now: number): void {
    if (!this.moves) return;
    this.reset();
    const { shares, releasedAt, demand } = this;
    const models = demand.served.length;
    for (let m = 1; m < models; m++) {
      const model = demand.served[m];
      const age = now - (releasedAt[m] ?? Infinity);
      if (model === undefined || age < 0) continue;
      const moved = model.adoption * (model.rampSeconds > 0 ? Math.min(1, age / model.rampSeconds) : 1);
      for (let c = 0; c < demand.classes.length; c++) {
        if (demand.classes[c]?.takes[m] === 0) continue;
        for (let k = 0; k < models; k++) shares[c * models + k] = (shares[c * models + k] ?? 0) * (1 - moved);
        shares[c * models + m] = (shares[c * models + m] ?? 0) + moved;
      }
    }
  }

  private reset(): void {
    const { shares, demand } = this;
    const models = demand.served.length;
    for (let c = 0; c < demand.classes.length; c++)
      for (let m = 0; m < models; m++) shares[c * models + m] = demand.classes[c]?.servedShares[m] ?? 0;
  }
}
