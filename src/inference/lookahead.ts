/**
 * Chips each pool needs for the most demand within the hours to come, by a perfect forecast: the most of every region and
 * class is routed like an hour's demand. Where classes peak in different hours of the span that is more than any one of
 * these hours needs; and traffic is split over served models as it is now.
 */
import type { DemandModel } from "../model/types.ts";
import { hourlyDemand } from "./demand.ts";
import { Router } from "./router.ts";
import type { MeetsSlo } from "./router.ts";

export class Lookahead {
  readonly hours: number;
  readonly router: Router;
  /** Most demand by (region, class). */
  readonly most: Float64Array;
  private readonly demand: DemandModel;
  private readonly startHourOfWeek: number;
  private readonly cells: number;
  /** Demand of the hours from now on, [hour modulo][region][class]. */
  private readonly ahead: Float64Array;
  private readonly scratch: Float64Array;
  private readUntil = -1;

  /** @param rate as the router's */
  constructor(
    demand: DemandModel,
    pools: number,
    rate: Float64Array,
    hours: number,
    startHourOfWeek: number,
    meetsSlo: MeetsSlo,
  ) {
    this.demand = demand;
    this.hours = hours;
    this.startHourOfWeek = startHourOfWeek;
    this.router = new Router(demand, pools, rate, meetsSlo, false);
    this.cells = demand.regions.length * demand.classes.length;
    this.ahead = new Float64Array((hours + 1) * this.cells);
    this.scratch = new Float64Array(this.cells);
    this.most = new Float64Array(this.cells);
  }

  /** Looks ahead from the hour that begins now, up to and with the one that begins `hours` later. */
  look(now: number): void {
    const { ahead, cells, demand, scratch, most } = this;
    const span = this.hours + 1;
    const hour = Math.floor(now / 3600);
    // After a restore the hours to come are read anew; else only the last one is new.
    for (let h = this.readUntil < hour ? hour : this.readUntil + 1; h < hour + span; h++) {
      // A measured curve ends with the run: its last hour goes on.
      const read = demand.hourly === undefined ? h : Math.min(h, demand.hours - 1);
      hourlyDemand(demand, read * 3600, this.startHourOfWeek, scratch);
      ahead.set(scratch, (h % span) * cells);
    }
    this.readUntil = hour + span - 1;
    most.fill(0);
    for (let k = 0; k < span; k++)
      for (let cell = 0; cell < cells; cell++)
        most[cell] = Math.max(most[cell] ?? 0, ahead[k * cells + cell] ?? 0);
  }

  /** The hours to come are read anew. */
  forget(): void {
    this.readUntil = -1;
  }
}
