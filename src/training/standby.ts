/** Warm standbys: UltraServers a job holds so that one can take a broken one's place. */
import { S } from "../ledger/states.ts";
import type { RecoveryModel } from "../model/types.ts";
import type { Holdings } from "./holdings.ts";
import type { Aside, Job } from "./job.ts";

const of = (job: Job): Aside | undefined => job.aside.find((group) => group.kind === "standby");

/** UltraServers that stand by. */
export const standbys = (job: Job): number => of(job)?.us.length ?? 0;

/** How many more it should hold. */
export function standbysLacking(job: Job, recovery: RecoveryModel, chipsPerUs: number): number {
  if (recovery.by !== "standby" || job.hostsWanted > 0) return 0;
  return Math.max(0, Math.ceil(recovery.chips / chipsPerUs) - standbys(job));
}

/** Takes so many more from what is free. */
export function addStandbys(job: Job, holdings: Holdings, count: number, now: number): void {
  if (count <= 0) return;
  let group = of(job);
  if (group === undefined) {
    group = { kind: "standby", us: [], missing: 0, state: S.standby, since: now, until: Infinity };
    job.aside.push(group);
  }
  holdings.takeAside(job, group, count, now);
}

/** Up to so many of them join the gang. */
export function useStandbys(job: Job, holdings: Holdings, most: number, now: number): void {
  const group = of(job);
  const count = Math.min(most, group?.us.length ?? 0);
  if (group !== undefined && count > 0) holdings.stepIn(job, group, count, now);
}

/** Gives up to so many of them back; returns how many. */
export function giveStandbys(job: Job, holdings: Holdings, most: number, now: number): number {
  const group = of(job);
  if (group === undefined) return 0;
  const given = group.us.slice(0, Math.min(most, group.us.length));
  return given.reduce((count, us) => count + holdings.dropAside(job, group, us, now), 0);
}
