/** Failures, repair, maintenance and outages, wired to the jobs they hit. */
import type { Engine, Stream } from "../engine/index.ts";
import type { Hosts } from "../fleet/hosts.ts";
import { Reliability } from "../fleet/reliability.ts";
import type { ReliabilityPorts } from "../fleet/reliability.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { Model } from "../model/types.ts";
import type { Jobs } from "../training/index.ts";
import { isRestarting } from "../training/index.ts";
import { CLASS, HANDLER } from "./handlers.ts";

export interface Wires {
  readonly engine: Engine;
  readonly model: Model;
  readonly hosts: Hosts;
  readonly ledger: ChipLedger;
  readonly log: EventLog;
  readonly jobs: Jobs;
  readonly draws: (purpose: string) => Stream;
  readonly seldom: ReliabilityPorts["seldom"];
  readonly touch: (pool: number) => void;
  readonly freed: () => void;
}

export function wireReliability({ jobs, ...wires }: Wires): Reliability {
  const { model } = wires;
  return new Reliability({
    ...wires,
    handlers: HANDLER,
    eventClass: CLASS.failure,
    gangLosesUs: (slot, us, now) => jobs.loseUs(jobs.job(slot), us, now, -1, "lost"),
    smallJobFails: (slot, now) => jobs.loseHost(jobs.job(slot), now, -1, "lost"),
    jobStops: (slot, now) => jobs.stop(jobs.job(slot), now),
    held: (slot) => jobs.job(slot),
    canFail: (slot) => model.restartsCanFail || !isRestarting(jobs.job(slot)),
    saves: (slot, now) => jobs.save(jobs.job(slot), now),
    gangGivesUs: (slot, us, now) => jobs.loseUs(jobs.job(slot), us, now, -1, "saved"),
    smallJobGives: (slot, now) => jobs.loseHost(jobs.job(slot), now, -1, "saved"),
    stopJobs: (site, now, cause) => stopJobs(model, jobs, site, now, cause),
  });
}

/** A site is out: its jobs lose what they hold there, and wait. */
function stopJobs(model: Model, jobs: Jobs, site: number, now: number, cause: number): void {
  for (const slot of [...jobs.active, ...jobs.waiting]) {
    const job = jobs.job(slot);
    if (model.pools[job.pool]?.site !== site) continue;
    if (job.phase !== "waiting") jobs.loseHost(job, now, cause, "lost");
    else for (const us of job.us.slice()) jobs.loseUs(job, us, now, cause, "lost");
  }
}
