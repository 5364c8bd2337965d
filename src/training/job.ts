/** One training job and where it stands. Plain data, so that a run can be saved and forked. */
import type { JobSpec } from "../model/types.ts";
import { LEDGER_STATES } from "../ledger/states.ts";
import { NO_PLAN } from "./run-clock.ts";
import type { RunPlan } from "./run-clock.ts";

/**
 * waiting: no chips, or reserving them. saving: writes a checkpoint before it changes size or stops as planned.
 * regrouping: all replicas stand still because one was lost.
 */
export type JobPhase = "waiting" | "running" | "saving" | "regrouping" | "restarting" | "stalled" | "done";

/** UltraServers a job holds beside its gang: its warm standbys, or a replica on its way back. */
export interface Aside {
  readonly kind: "standby" | "replica";
  us: number[];
  /** UltraServers the replica lacks. */
  missing: number;
  /** Ledger state, and since when. */
  state: number;
  since: number;
  /** When the replica takes part again; Infinity: it lacks some. */
  until: number;
}

export interface Job {
  readonly slot: number;
  readonly kind: "campaign" | "stream";
  /** Index of its campaign or stream in the model. */
  readonly spec: number;
  readonly id: string;
  /** 1 for the first run of its campaign or the first job of its stream. */
  readonly run: number;
  readonly submit: number;
  readonly deadline: number;
  readonly priority: number;
  readonly preemptible: boolean;
  /** Key of its own draws. */
  readonly key: number;
  phase: JobPhase;
  /** Chips a stream job asked for; seconds of undisturbed work (stream, or campaign by days), else 0. */
  readonly chipsAsked: number;
  readonly secondsAsked: number;
  pool: number;
  minUs: number;
  maxUs: number;
  /** Hosts of a job smaller than an UltraServer; 0 for gangs. */
  hostsWanted: number;
  us: number[];
  /** UltraServers that join at the end of the save. */
  joining: number[];
  aside: Aside[];
  hosts: number[];
  chips: number;
  /** FLOP/s of one chip: peak x MFU x software ramp x network factor. */
  flopsPerChip: number;
  /** FLOP; set when it is first placed. */
  goal: number;
  remaining: number;
  /** FLOP done in pools it has left, and the productive chip-seconds they took. */
  movedFlops: number;
  movedSeconds: number;
  /** FLOP that those would have been at peak. */
  movedPeak: number;
  start: number;
  /** When it last came from the queue to its chips. */
  begun: number;
  end: number;
  plan: RunPlan;
  /** Chips the plan was made for: at as many the run clock keeps time. */
  planChips: number;
  /** Pieces of constant speed since the run clock began: time, run clock, speed. */
  pieceTime: number[];
  pieceClock: number[];
  pieceSpeed: number[];
  capped: number;
  phaseEnd: number;
  /** The longest restart since it ran last, s. */
  restartFor: number;
  /** Hosts lost since it ran last. */
  hostsLost: number;
  /** Pieces of productive work that may yet prove wrong: from, to (s), chip-seconds; absent: none ever does. */
  recent: { readonly keepSeconds: number; readonly pieces: number[] } | undefined;
  /** Draws of silent corruption so far. */
  corruptions: number;
  saveStart: number;
  finishAt: number;
  finishArmed: number;
  finishHandle: number;
  softwareDraws: number;
  /** Interruptions by cause, in the order of the model's; candidates drawn and the pending one. */
  readonly causes: number[];
  causeDraws: number;
  causeHandle: number;
  /** Seconds in which it had all it needs: running, saving or restarting. */
  allocated: number;
  /** Ledger state its chips are in now. */
  live: number;
  failures: number;
  preemptions: number;
  resizes: number;
  /** Chip-seconds by ledger state. */
  readonly spent: number[];
  /** Time at which the live state began, for `spent`. */
  liveSince: number;
  lastCause: number;
}

const NOTHING_SPENT: readonly number[] = LEDGER_STATES.map(() => 0);

export function newJob(
  slot: number,
  spec: JobSpec,
  specIndex: number,
  run: number,
  submit: number,
  deadline: number,
  chipsAsked: number,
  secondsAsked: number,
  key: number,
  cause: number,
): Job {
  return {
    slot,
    kind: spec.kind,
    spec: specIndex,
    id: `${spec.id}-${run}`,
    run,
    submit,
    deadline,
    priority: spec.priority,
    preemptible: spec.preemptible,
    key,
    phase: "waiting",
    chipsAsked,
    secondsAsked,
    pool: -1,
    minUs: 0,
    maxUs: 0,
    hostsWanted: 0,
    us: [],
    joining: [],
    aside: [],
    hosts: [],
    chips: 0,
    flopsPerChip: 0,
    goal: 0,
    remaining: 0,
    movedFlops: 0,
    movedSeconds: 0,
    movedPeak: 0,
    start: -1,
    begun: -1,
    end: -1,
    plan: NO_PLAN,
    planChips: 0,
    pieceTime: [],
    pieceClock: [],
    pieceSpeed: [],
    capped: 0,
    phaseEnd: 0,
    restartFor: 0,
    hostsLost: 0,
    recent: undefined,
    corruptions: 0,
    saveStart: 0,
    finishAt: 0,
    finishArmed: -1,
    finishHandle: -1,
    softwareDraws: 0,
    causes: [],
    causeDraws: 0,
    causeHandle: -1,
    allocated: 0,
    live: -1,
    failures: 0,
    preemptions: 0,
    resizes: 0,
    spent: NOTHING_SPENT.slice(),
    liveSince: submit,
    lastCause: cause,
  };
}

/** Run clock of a running job at `now`. */
export function runClock(job: Job, now: number): number {
  const last = job.pieceTime.length - 1;
  const time = job.pieceTime[last] ?? now;
  return (job.pieceClock[last] ?? 0) + (job.pieceSpeed[last] ?? 1) * (now - time);
}

/** Its run clock stands somewhere: what it says is not settled yet. */
export const hasClock = (job: Job): boolean => job.pieceTime.length > 0;

/** From now on its run clock advances at another speed. Several changes at one instant are one piece. */
export function setSpeed(job: Job, now: number, speed: number): void {
  const u = runClock(job, now);
  const last = job.pieceTime.length - 1;
  const at = last >= 0 && job.pieceTime[last] === now ? last : last + 1;
  job.pieceTime[at] = now;
  job.pieceClock[at] = u;
  job.pieceSpeed[at] = speed;
}

/** Sets its run clock back to u, where it stands still. What lay beyond must be settled. */
export function rewind(job: Job, now: number, u: number): void {
  while (job.pieceClock.length > 0 && (job.pieceClock[job.pieceClock.length - 1] ?? 0) >= u) {
    job.pieceTime.pop();
    job.pieceClock.pop();
    job.pieceSpeed.pop();
  }
  job.pieceTime.push(now);
  job.pieceClock.push(u);
  job.pieceSpeed.push(0);
}

/** Chips it holds, set aside or in use; `perUs`: of an UltraServer of its pool. */
export function heldChips(job: Job, perUs: number): number {
  return job.chips + heldBeside(job) * perUs;
}

/** UltraServers of its standbys and of replicas on their way back. */
export function usAside(job: Job): number {
  let us = 0;
  for (const group of job.aside) us += group.us.length;
  return us;
}

/** UltraServers it holds outside its gang. */
export function heldBeside(job: Job): number {
  return job.joining.length + usAside(job);
}

/** It restarts, or its replicas regroup: a failure then begins that again, where restarts can fail. */
export const isRestarting = (job: Job): boolean => job.phase === "restarting" || job.phase === "regrouping";
