/**
 * How many chips a pool's replicas keep: for the most demand foreseen within a span, and for so long after it was last
 * needed. The form of the realistic autoscaler beside the perfect one, ceil(demand / rate) at every moment
 * (https://github.com/llm-d/llm-d-autoscaling, issue 1499).
 */
import type { AutoscalerModel, DemandModel } from "../model/types.ts";
import { hourlyDemand } from "./demand.ts";

export class Autoscaler {
  private readonly spec: AutoscalerModel;
  private readonly demand: DemandModel;
  private readonly startHourOfWeek: number;
  private readonly cells: number;
  /** Demand of the hours from now on, [hour modulo][region][class]. */
  private readonly ahead: Float64Array;
  private readonly scratch: Float64Array;
  /** Most demand within the foresight over this hour's, by (region, class). */
  readonly factor: Float64Array;
  /** Chips needed in each of the last hours, [hour modulo][pool]. */
  private readonly needed: Float64Array;
  private readonly pools: number;
  private readUntil = -1;

  constructor(spec: AutoscalerModel, demand: DemandModel, pools: number, startHourOfWeek: number) {
    this.spec = spec;
    this.demand = demand;
    this.startHourOfWeek = startHourOfWeek;
    this.pools = pools;
    this.cells = demand.regions.length * demand.classes.length;
    this.ahead = new Float64Array((spec.foresightHours + 1) * this.cells);
    this.scratch = new Float64Array(this.cells);
    this.factor = new Float64Array(this.cells).fill(1);
    this.needed = new Float64Array((spec.holdHours + 1) * pools);
  }

  get leadSeconds(): number {
    return this.spec.leadSeconds;
  }

  /** Looks ahead from the hour that begins now. */
  look(now: number): void {
    const { spec, ahead, cells, scratch, factor } = this;
    const span = spec.foresightHours + 1;
    if (span === 1) return;
    const hour = Math.floor(now / 3600);
    // After a restore the hours to come are read anew; else only the last one is new.
    for (let h = this.readUntil < hour ? hour : this.readUntil + 1; h <= hour + span - 1; h++) {
      hourlyDemand(this.demand, h * 3600, this.startHourOfWeek, scratch);
      ahead.set(scratch, (h % span) * cells);
    }
    this.readUntil = hour + span - 1;
    for (let cell = 0; cell < cells; cell++) {
      const at = ahead[(hour % span) * cells + cell] ?? 0;
      let most = at;
      for (let k = 0; k < span; k++) most = Math.max(most, ahead[k * cells + cell] ?? 0);
      factor[cell] = at > 0 ? most / at : 1;
    }
  }

  /** Chips a pool keeps where `foreseen` are needed now: as many as it needed in any of the last hours. */
  keep(pool: number, foreseen: number, now: number): number {
    const { spec, needed, pools } = this;
    const span = spec.holdHours + 1;
    const hour = Math.floor(now / 3600);
    needed[(hour % span) * pools + pool] = foreseen;
    let most = foreseen;
    for (let k = 0; k < span; k++) most = Math.max(most, needed[k * pools + pool] ?? 0);
    return most;
  }

  snapshot(): Float64Array {
    return this.needed.slice();
  }

  restore(needed: Float64Array): void {
    this.needed.set(needed);
    this.readUntil = -1;
  }
}
