/** One training job and where it stands. Plain data, so that a run can be saved and forked. */
import type { JobSpec } from "../model/types.ts";
import { LEDGER_STATES } from "../ledger/states.ts";
import type { RunPlan } from "./run-clock.ts";

/** waiting: no chips, or reserving them. saving: writes a checkpoint before it changes size. */
export type JobPhase = "waiting" | "running" | "saving" | "restarting" | "stalled" | "done";

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
  start: number;
  /** When it last came from the queue to its chips. */
  begun: number;
  end: number;
  plan: RunPlan;
  /** Pieces of constant speed since the run clock began: time, run clock, speed. */
  pieceTime: number[];
  pieceClock: number[];
  pieceSpeed: number[];
  capped: number;
  phaseEnd: number;
  saveStart: number;
  finishAt: number;
  finishArmed: number;
  finishHandle: number;
  softwareDraws: number;
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
  /** Chip-seconds held in the open segment of its line, and the reason of the next one. */
  lineHeld: number;
  why: number;
}

const NOTHING_SPENT: readonly number[] = LEDGER_STATES.map(() => 0);

export const NO_PLAN: RunPlan = { tau: 0, write: 0, fullCycles: 0, lastWork: 0, total: 0 };

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
    hosts: [],
    chips: 0,
    flopsPerChip: 0,
    goal: 0,
    remaining: 0,
    movedFlops: 0,
    movedSeconds: 0,
    start: -1,
    begun: -1,
    end: -1,
    plan: NO_PLAN,
    pieceTime: [],
    pieceClock: [],
    pieceSpeed: [],
    capped: 0,
    phaseEnd: 0,
    saveStart: 0,
    finishAt: 0,
    finishArmed: -1,
    finishHandle: -1,
    softwareDraws: 0,
    live: -1,
    failures: 0,
    preemptions: 0,
    resizes: 0,
    spent: NOTHING_SPENT.slice(),
    liveSince: submit,
    lastCause: cause,
    lineHeld: 0,
    why: 0,
  };
}

/** Run clock of a running job at `now`. */
export function runClock(job: Job, now: number): number {
  const last = job.pieceTime.length - 1;
  const time = job.pieceTime[last] ?? now;
  return (job.pieceClock[last] ?? 0) + (job.pieceSpeed[last] ?? 1) * (now - time);
}
