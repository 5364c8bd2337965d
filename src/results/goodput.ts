/**
 * ML Productivity Goodput (arXiv 2502.06982): scheduling x runtime x program goodput, and the chip-hours that each of
 * the first two lost, by ledger state. Everything is read from the ledger and the jobs' accounts, nothing estimated.
 */
import { LEDGER_STATES, S } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import type { Job } from "../training/index.ts";
import { HOUR } from "./bins.ts";
import { stateHours } from "./headlines.ts";
import type { LedgerView } from "./ledger-view.ts";
import type { GoodputInfo, JobRow } from "./types.ts";

/** Chips that are not there for training: not in service yet, or serving. */
const APART = new Set<number>([
  S.stagedNoHall,
  S.stagedNoPower,
  S.burnIn,
  S.switching,
  S.serving,
  S.headroom,
]);
/** What a job that has all it needs may be doing beside productive work. */
const ALLOCATED = [S.uncommitted, S.checkpointing, S.lost, S.restarting] as const;

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

export function buildGoodput(world: World, view: LedgerView, rows: readonly JobRow[]): GoodputInfo {
  const { model, recorder, jobs } = world;
  const hours = stateHours(view, model.pools.length, recorder.bins);
  const at = (state: number): number => hours[state] ?? 0;
  const capped = jobs.jobs.reduce((sum, job) => sum + (job.spent[S.powerCapped] ?? 0), 0) / HOUR;
  const lost: GoodputInfo["lost"][number][] = [];
  const add = (state: number, factor: "scheduling" | "runtime", chipHours: number): void => {
    const { id = "", label = "" } = LEDGER_STATES[state] ?? {};
    lost.push({ state: id, label, factor, chipHours });
  };
  for (const state of ALLOCATED) add(state, "runtime", at(state));
  add(S.powerCapped, "runtime", capped);
  LEDGER_STATES.forEach((_, state) => {
    if (APART.has(state) || state === S.productive || ALLOCATED.some((each) => each === state)) return;
    add(state, "scheduling", state === S.powerCapped ? at(state) - capped : at(state));
  });
  const total = (factor: "scheduling" | "runtime"): number =>
    lost.reduce((sum, each) => sum + (each.factor === factor ? each.chipHours : 0), 0);
  const productive = at(S.productive);
  const allocated = productive + total("runtime");
  const capacity = allocated + total("scheduling");
  const ideal = jobs.jobs.reduce((sum, job) => sum + peakFlops(world, job), 0);
  const flops = rows.reduce((sum, row) => sum + row.flopsDone, 0);
  const scheduling = share(allocated, capacity);
  const runtime = share(productive, allocated);
  const program = share(flops, ideal);
  return {
    capacityChipHours: capacity,
    allocatedChipHours: allocated,
    productiveChipHours: productive,
    scheduling,
    runtime,
    program,
    goodput: scheduling * runtime * program,
    lost,
    interruptions: model.interruptions.map(({ id, name, planned }, cause) => ({
      id,
      name,
      planned,
      count: jobs.jobs.reduce((sum, job) => sum + (job.causes[cause] ?? 0), 0),
    })),
  };
}

/** FLOP that the job's productive chip-seconds would have been at the peak of the chips they were spent on. */
function peakFlops(world: World, job: Job): number {
  const pool = world.model.pools[job.pool];
  const peak = world.jobs.specOf(job).precision === "fp8" ? pool?.peakFp8 : pool?.peakBf16;
  return job.movedPeak + ((job.spent[S.productive] ?? 0) - job.movedSeconds) * (peak ?? 0);
}

/** The same of one job; scheduling is the part of its time, from submission to its end, in which it has all it needs. */
export function jobGoodput(world: World, job: Job, flopsDone: number): JobRow["goodput"] {
  const until = job.end >= 0 ? job.end : world.model.horizonSeconds;
  const productive = job.spent[S.productive] ?? 0;
  const rest = [...ALLOCATED, S.powerCapped].reduce((sum, state) => sum + (job.spent[state] ?? 0), 0);
  return {
    scheduling: share(job.allocated, until - job.submit),
    runtime: share(productive, productive + rest),
    program: share(flopsDone, peakFlops(world, job)),
  };
}
