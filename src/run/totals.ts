/** What is recorded once after each event: the load of the sites, and what the whole fleet adds up to. */
import type { Recorder } from "../engine/index.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import type { Model } from "../model/types.ts";
import type { Jobs } from "../training/index.ts";
import type { Channels } from "./channels.ts";

export class Totals {
  private readonly recorder: Recorder;
  private readonly ledger: ChipLedger;
  private readonly jobs: Jobs;
  private readonly channels: Channels;
  private readonly annualPue: Float64Array;

  constructor(model: Model, recorder: Recorder, ledger: ChipLedger, jobs: Jobs, channels: Channels) {
    this.recorder = recorder;
    this.ledger = ledger;
    this.jobs = jobs;
    this.channels = channels;
    this.annualPue = Float64Array.from(model.sites, (site) => site.annualPue);
  }

  record(now: number): void {
    const { recorder, channels, jobs, ledger } = this;
    if (ledger.flushPower(now)) this.recordDrawn(now);
    recorder.set(channels.jobsWaiting, jobs.waiting.length, now);
    recorder.set(channels.jobsActive, jobs.active.length, now);
    recorder.set(channels.trainingChips, jobs.holdings.heldInAll, now);
    if (ledger.servingChanged) this.recordServing(now);
  }

  private recordDrawn(now: number): void {
    const { annualPue } = this;
    const { load } = this.ledger;
    let milliwatts = 0;
    for (let s = 0; s < annualPue.length; s++) milliwatts += (load[s] ?? 0) * (annualPue[s] ?? 1);
    this.recorder.set(this.channels.drawnMw, milliwatts / 1e9, now);
  }

  private recordServing(now: number): void {
    const { ledger } = this;
    const { servingChips } = ledger;
    ledger.servingChanged = false;
    let serving = 0;
    for (let pool = 0; pool < servingChips.length; pool++) serving += servingChips[pool] ?? 0;
    this.recorder.set(this.channels.servingChips, serving, now);
  }
}
