/** Halls, utility and curtailment of every site as they stand, and their record. */
import type { Recorder } from "../engine/index.ts";
import type { SiteRoom } from "../fleet/commissioning.ts";
import { AGENDA } from "../model/types.ts";
import type { Model } from "../model/types.ts";
import { drawLimitWatts, energisedWatts } from "../power/gate.ts";
import type { SitePower } from "../power/gate.ts";
import type { Channels } from "./channels.ts";

export class SiteSupply {
  private readonly model: Model;
  private readonly recorder: Recorder;
  private readonly channels: Channels;
  /** W by site: building IT by hall, utility facility (Infinity: unknown), curtailed facility. */
  private readonly airWatts: Float64Array;
  private readonly liquidWatts: Float64Array;
  private readonly utilityWatts: Float64Array;
  private readonly curtailedWatts: Float64Array;
  /** Ours under the agreement, facility (Infinity: there is none); air halls out of use and back as liquid, IT. */
  private readonly agreementWatts: Float64Array;
  private readonly closedWatts: Float64Array;
  private readonly reopenedWatts: Float64Array;
  /** IT watts that may be drawn: asked after every event, changed by the calendar only. */
  private readonly limitWatts: Float64Array;

  constructor(model: Model, recorder: Recorder, channels: Channels) {
    const sites = model.sites.length;
    this.model = model;
    this.recorder = recorder;
    this.channels = channels;
    this.airWatts = new Float64Array(sites);
    this.liquidWatts = new Float64Array(sites);
    this.utilityWatts = Float64Array.from(model.sites, (s) => (s.utilityKnown ? 0 : Infinity));
    this.curtailedWatts = new Float64Array(sites);
    this.agreementWatts = new Float64Array(sites).fill(model.agreement === undefined ? Infinity : 0);
    this.closedWatts = new Float64Array(sites);
    this.reopenedWatts = new Float64Array(sites);
    this.limitWatts = new Float64Array(sites);
  }

  /** Takes an item of the calendar that concerns supply. */
  set(kind: number | undefined, site: number, watts: number, now: number): void {
    if (kind === AGENDA.buildingAir) this.airWatts[site] = watts;
    else if (kind === AGENDA.buildingLiquid) this.liquidWatts[site] = watts;
    else if (kind === AGENDA.utility) this.utilityWatts[site] = watts;
    else if (kind === AGENDA.agreement) this.agreementWatts[site] = watts;
    else this.curtailedWatts[site] = watts;
    this.changed(site, now);
  }

  /** Air halls go out of use for a retrofit; W of IT load, all tenants. */
  close(site: number, watts: number, now: number): void {
    this.closedWatts[site] = (this.closedWatts[site] ?? 0) + watts;
    this.changed(site, now);
  }

  /** They are back as liquid halls. */
  reopen(site: number, watts: number, now: number): void {
    this.reopenedWatts[site] = (this.reopenedWatts[site] ?? 0) + watts;
    this.changed(site, now);
  }

  private changed(site: number, now: number): void {
    this.limitWatts[site] = drawLimitWatts(this.power(site));
    this.record(site, now);
  }

  /** IT watts that may be drawn at a site now. */
  drawLimitWatts(site: number): number {
    return this.limitWatts[site] ?? 0;
  }

  /** IT watts that may be installed, ours, oversubscription included. */
  room(site: number): SiteRoom {
    const power = this.power(site);
    const { oversubscription } = this.model;
    const ours = power.tenancyShare * oversubscription;
    return {
      airWatts: power.airWatts * ours,
      liquidWatts: power.liquidWatts * ours,
      powerWatts: (energisedWatts(power) / power.peakPue) * oversubscription,
    };
  }

  recordProvisioned(site: number, itWatts: number, now: number): void {
    const facility = (itWatts * (this.model.sites[site]?.peakPue ?? 1)) / this.model.oversubscription;
    this.recorder.set(this.channels.provisionedMw + site, facility / 1e6, now);
  }

  private power(site: number): SitePower {
    const s = this.model.sites[site];
    return {
      airWatts: (this.airWatts[site] ?? 0) - (this.closedWatts[site] ?? 0),
      liquidWatts: (this.liquidWatts[site] ?? 0) + (this.reopenedWatts[site] ?? 0),
      utilityWatts: this.utilityWatts[site] ?? Infinity,
      curtailedWatts: this.curtailedWatts[site] ?? 0,
      peakPue: s?.peakPue ?? 1,
      tenancyShare: s?.tenancyShare ?? 1,
      agreementWatts: this.agreementWatts[site] ?? Infinity,
    };
  }

  private record(site: number, now: number): void {
    const { channels, recorder } = this;
    const power = this.power(site);
    const utility = power.utilityWatts === Infinity ? 0 : power.utilityWatts * power.tenancyShare;
    recorder.set(channels.buildingItMw + site, (power.airWatts + power.liquidWatts) / 1e6, now);
    recorder.set(channels.utilityMw + site, utility / 1e6, now);
    recorder.set(channels.energisedMw + site, energisedWatts(power) / 1e6, now);
    const agreed = power.agreementWatts === Infinity ? 0 : power.agreementWatts;
    recorder.set(channels.agreementMw + site, agreed / 1e6, now);
    recorder.set(channels.curtailedMw + site, (power.curtailedWatts * power.tenancyShare) / 1e6, now);
  }

  snapshot(): readonly Float64Array[] {
    return this.arrays().map((array) => array.slice());
  }

  restore(from: readonly Float64Array[]): void {
    this.arrays().forEach((array, i) => array.set(from[i] ?? array));
  }

  private arrays(): readonly Float64Array[] {
    return [
      this.airWatts,
      this.liquidWatts,
      this.utilityWatts,
      this.curtailedWatts,
      this.agreementWatts,
      this.closedWatts,
      this.reopenedWatts,
      this.limitWatts,
    ];
  }
}
