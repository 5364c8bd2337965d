/** Many replications of one gang: means, spreads and intervals of what a reader asks about it. */
import { TIME_KINDS } from "../gang/index.ts";
import type { GangParams, GangResult, TimeKind } from "../gang/index.ts";
import { runGang } from "../gang/index.ts";
import { varianceOf } from "./quantiles.ts";
import { t95 } from "./student-t.ts";

export interface GangMeasure {
  readonly id: string;
  readonly label: string;
  /** "share" is shown as per cent; "" is a count. */
  readonly unit: "h" | "min" | "share" | "servers" | "";
  readonly mean: number;
  /** Standard deviation over replications; 0 of one. */
  readonly deviation: number;
  /** 95 % interval of the mean by Student's t; undefined of one replication. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface GangStudy {
  readonly format: "capsim-gang/1";
  readonly seed: number;
  readonly replications: number;
  /** Whether the accuracy asked for was reached; undefined where none was. */
  readonly accurate: boolean | undefined;
  readonly measures: readonly GangMeasure[];
  /** Replication 0, 1, 2 ... */
  readonly results: readonly GangResult[];
}

export interface GangStudyOptions {
  readonly replications: number;
  /** 1 when left out. */
  readonly seed?: number;
  /**
   * Goes on after `replications` until half the 95 % interval of the time to the end is at most this part of its mean,
   * or `most` replications (1,000 when left out) have been made.
   */
  readonly accuracy?: number;
  readonly most?: number;
  readonly onProgress?: (share: number) => void;
  /** Aborting it rejects with its reason. */
  readonly signal?: AbortSignal;
}

interface Asked {
  readonly id: string;
  readonly label: string;
  readonly unit: GangMeasure["unit"];
  readonly of: (result: GangResult) => number;
}

const TIME_LABELS: Readonly<Record<TimeKind, string>> = {
  compute: "Computing that counts",
  recovery: "Recovery",
  hostSelection: "Host selection",
  spareWait: "Waiting for spares",
  stall: "Stalled: no server to be had",
  checkpoint: "Writing checkpoints",
  lost: "Lost since the last checkpoint",
};

const ASKED: readonly Asked[] = [
  { id: "hours", label: "Time to the end", unit: "h", of: (r) => r.totalSeconds / 3600 },
  { id: "etr", label: "Effective training ratio", unit: "share", of: (r) => r.etr },
  { id: "failures", label: "Failures", unit: "", of: (r) => r.failures.total },
  { id: "random", label: "as good servers have", unit: "", of: (r) => r.failures.random },
  { id: "systematic", label: "of bad servers on top", unit: "", of: (r) => r.failures.systematic },
  { id: "idle", label: "Failures of idle servers", unit: "", of: (r) => r.failures.idle },
  {
    id: "stretchMinutes",
    label: "Computing between failures",
    unit: "min",
    of: (r) => r.meanStretchSeconds / 60,
  },
  { id: "hostSelections", label: "Host selections", unit: "", of: (r) => r.hostSelections },
  { id: "preemptions", label: "Spares taken", unit: "", of: (r) => r.preemptions },
  { id: "stalls", label: "Stalls", unit: "", of: (r) => r.stalls },
  { id: "repairs", label: "Repairs", unit: "", of: (r) => r.repairs.auto },
  { id: "manual", label: "by hand", unit: "", of: (r) => r.repairs.manual },
  { id: "failed", label: "that did not help", unit: "", of: (r) => r.repairs.failed },
  { id: "misattributed", label: "of the wrong server", unit: "", of: (r) => r.repairs.misattributed },
  {
    id: "inRepair",
    label: "In repair at once",
    unit: "servers",
    of: (r) => (r.totalSeconds > 0 ? r.shop.serverSeconds / r.totalSeconds : 0),
  },
  { id: "badActive", label: "Bad servers in the job", unit: "servers", of: (r) => r.meanBad.active },
  { id: "retired", label: "Servers retired", unit: "", of: (r) => r.retired },
  { id: "depleted", label: "Ended for want of servers", unit: "share", of: (r) => Number(r.depleted) },
  ...TIME_KINDS.map((kind): Asked => ({
    id: `${kind}Hours`,
    label: TIME_LABELS[kind],
    unit: "h",
    of: (r) => r.seconds[kind] / 3600,
  })),
];

/** Failures simulated between two turns of other work: some tens of milliseconds. */
const FAILURES_A_TURN = 20_000;

/**
 * Runs replications 0, 1, 2 ... of a gang and says what they spread to. Yields now and then where it is watched.
 * @throws the signal's reason; what `runGang` throws
 */
export async function gangStudy(params: GangParams, options: GangStudyOptions): Promise<GangStudy> {
  const { replications, seed = 1, accuracy, most = 1000, onProgress, signal } = options;
  const watched = onProgress !== undefined || signal !== undefined;
  const last = accuracy === undefined ? replications : Math.max(replications, most);
  const results: GangResult[] = [];
  let accurate: boolean | undefined;
  let failures = 0;
  for (let replication = 0; replication < last; replication++) {
    signal?.throwIfAborted();
    const result = runGang(params, seed, replication);
    results.push(result);
    onProgress?.(results.length / last);
    if (accuracy !== undefined && results.length >= replications) {
      accurate = isAccurate(results, accuracy);
      if (accurate) break;
    }
    failures += result.failures.total + 1000;
    if (watched && failures > FAILURES_A_TURN) {
      failures = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  signal?.throwIfAborted();
  const measures = ASKED.map(({ of, ...asked }) => ({ ...asked, ...spreadOf(results.map(of)) }));
  return { format: "capsim-gang/1", seed, replications: results.length, accurate, measures, results };
}

function isAccurate(results: readonly GangResult[], accuracy: number): boolean {
  const { mean, high } = spreadOf(results.map((result) => result.totalSeconds));
  return high !== undefined && high - mean <= accuracy * mean;
}

function spreadOf(values: readonly number[]): Pick<GangMeasure, "mean" | "deviation" | "low" | "high"> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(varianceOf(values));
  if (values.length < 2) return { mean, deviation, low: undefined, high: undefined };
  const half = (t95(values.length - 1) * deviation) / Math.sqrt(values.length);
  return { mean, deviation, low: mean - half, high: mean + half };
}

/** Column of a replication's row, for a table of all: every measure of one result. */
export const gangRow = (result: GangResult): readonly number[] => ASKED.map(({ of }) => of(result));
