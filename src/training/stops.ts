/**
 * What stops a job and breaks nothing: its software, and interruptions by cause. Of the latter one candidate timer a job
 * runs at the rate of the most chips it can hold; a candidate counts with the share of them that it holds: exact
 * thinning.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { exponential } from "../engine/index.ts";
import type { Model } from "../model/types.ts";
import { WHY } from "./job-log.ts";
import type { Job } from "./job.ts";
import { isRestarting } from "./job.ts";

export interface StopPorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly softwareDraws: Stream;
  readonly causeDraws: Stream;
  readonly handlers: { readonly software: number; readonly interruption: number };
  readonly eventClass: number;
  job(slot: number): Job;
  /** Software has stopped the job. */
  softwareFailed?(job: Job): void;
  /** The whole gang goes back to what it saved and restarts. */
  stop(job: Job, now: number, why?: number): void;
  /** It saves first, as planned, and then restarts. */
  saveAndStop(job: Job, now: number): void;
}

export class Stops {
  private readonly ports: StopPorts;
  /** All causes together, per second and chip. */
  private readonly perChipSecond: number;

  constructor(ports: StopPorts) {
    const { engine, model, handlers } = ports;
    this.ports = ports;
    this.perChipSecond = model.interruptions.reduce((sum, each) => sum + each.perChipSecond, 0);
    engine.on(handlers.software, (slot, now) => this.onSoftware(ports.job(slot), now), "job software");
    engine.on(
      handlers.interruption,
      (slot, now) => this.onInterruption(ports.job(slot), now),
      "job interruption",
    );
  }

  armSoftware(job: Job, now: number): void {
    const { engine, model, softwareDraws, handlers, eventClass } = this.ports;
    if (model.jobFailuresPerSecond <= 0) return;
    const u = softwareDraws.uniform(job.key, job.softwareDraws++);
    engine.at(now + exponential(u, 1 / model.jobFailuresPerSecond), eventClass, handlers.software, job.slot);
  }

  /** Draws the next candidate; one that was pending is forgotten. */
  armInterruption(job: Job, now: number): void {
    const { engine, causeDraws, handlers, eventClass } = this.ports;
    if (this.perChipSecond <= 0) return;
    if (job.causeHandle >= 0) engine.cancel(job.causeHandle);
    const u = causeDraws.uniform(job.key, 3 * job.causeDraws++);
    const gap = exponential(u, 1 / (this.perChipSecond * this.most(job)));
    job.causeHandle = engine.at(now + gap, eventClass, handlers.interruption, job.slot);
  }

  private onSoftware(job: Job, now: number): void {
    if (job.phase === "done") return;
    this.armSoftware(job, now);
    if (!this.canStrike(job)) return;
    this.ports.softwareFailed?.(job);
    this.ports.stop(job, now);
  }

  private onInterruption(job: Job, now: number): void {
    job.causeHandle = -1;
    // It is armed anew when it begins again.
    if (job.phase === "done" || job.phase === "waiting") return;
    const cause = job.phase === "stalled" ? -1 : this.causeOf(job);
    this.armInterruption(job, now);
    if (cause < 0) return;
    if (this.ports.model.interruptions[cause]?.planned !== true) {
      if (!this.canStrike(job)) return;
      job.hostsLost++;
      this.ports.stop(job, now, WHY.interrupted);
    } else if (job.phase === "running") this.ports.saveAndStop(job, now);
  }

  private canStrike(job: Job): boolean {
    if (isRestarting(job)) return this.ports.model.restartsCanFail;
    return job.phase === "running" || job.phase === "saving";
  }

  /** Index of the cause that strikes at a candidate, or -1; counted. */
  private causeOf(job: Job): number {
    const { model, causeDraws } = this.ports;
    const k = 3 * (job.causeDraws - 1);
    if (causeDraws.uniform(job.key, k + 1) * this.most(job) >= job.chips) return -1;
    const { interruptions } = model;
    let at = causeDraws.uniform(job.key, k + 2) * this.perChipSecond;
    let cause = 0;
    while (cause + 1 < interruptions.length && at >= (interruptions[cause]?.perChipSecond ?? 0))
      at -= interruptions[cause++]?.perChipSecond ?? 0;
    while (job.causes.length < interruptions.length) job.causes.push(0);
    job.causes[cause] = (job.causes[cause] ?? 0) + 1;
    return cause;
  }

  private most(job: Job): number {
    const pool = this.ports.model.pools[job.pool];
    if (job.hostsWanted > 0) return job.hostsWanted * (pool?.chipsPerHost ?? 0);
    return job.maxUs * (pool?.chipsPerUs ?? 0);
  }
}
