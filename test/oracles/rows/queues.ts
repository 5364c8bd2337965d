// One-processor jobs, first come first served, against the formulas of queueing theory; and gangs that take the whole
// machine, which make it a queue with one server.
import { jobsOf, metricsOf, replay, DISCIPLINES } from "../../../src/index.ts";
import type { Distribution } from "../../../src/index.ts";
import { mean, standardError } from "../statistics.ts";
import { meanRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const ERLANG =
  "A. K. Erlang 1917; L. Kleinrock, Queueing Systems I, 1975, 3.5: Erlang C = B / (1 - rho (1 - B)), Wq = C / (c mu - lambda)";
const POLLACZEK =
  "Pollaczek and Khinchine; L. Kleinrock, Queueing Systems I, 1975, 5.6: Wq = lambda E[S^2] / (2 (1 - rho))";

const REPLICATIONS = 40;
const JOBS = 20_000;
/** The queue begins empty: its first jobs wait less. */
const WARM_UP = 4000;

interface Case {
  readonly id: string;
  readonly what: string;
  readonly perSecond: number;
  readonly service: Distribution;
  readonly servers: number;
  /** Processors of each job. */
  readonly gang: number;
  readonly source: string;
  readonly meanWait: number;
  /** Share of jobs that wait at all, and that wait for more than a second. */
  readonly waits?: number;
  readonly waitsOverOne?: number;
}

const service = (mean: number): Distribution => ({ kind: "exponential", mean });
const mixed: Distribution = { kind: "hyperexponential", means: [0.5, 5.5], weights: [0.9, 0.1] };

const cases: readonly Case[] = [
  {
    id: "mm1",
    what: "M/M/1, load 0.8",
    perSecond: 0.8,
    service: service(1),
    servers: 1,
    gang: 1,
    source: ERLANG,
    meanWait: 4,
    waits: 0.8,
    waitsOverOne: 0.654985,
  },
  {
    id: "mm5",
    what: "M/M/5, load 0.8",
    perSecond: 2,
    service: service(2),
    servers: 5,
    gang: 1,
    source: ERLANG,
    meanWait: 1.108225,
    waits: 0.554113,
    waitsOverOne: 0.336086,
  },
  {
    id: "mm10",
    what: "M/M/10, load 0.8",
    perSecond: 8,
    service: service(1),
    servers: 10,
    gang: 1,
    source: ERLANG,
    meanWait: 0.20459,
    waits: 0.40918,
    waitsOverOne: 0.055377,
  },
  {
    id: "mm100",
    what: "M/M/100, load 0.9",
    perSecond: 90,
    service: service(1),
    servers: 100,
    gang: 1,
    source: ERLANG,
    meanWait: 0.021694,
    waits: 0.21694,
  },
  {
    id: "md1",
    what: "M/D/1, load 0.8",
    perSecond: 0.8,
    service: { kind: "constant", value: 1 },
    servers: 1,
    gang: 1,
    source: POLLACZEK,
    meanWait: 2,
  },
  {
    id: "mg1",
    what: "M/G/1, a tenth of jobs eleven times as long",
    perSecond: 0.8,
    service: mixed,
    servers: 1,
    gang: 1,
    source: POLLACZEK,
    meanWait: 13,
  },
  {
    id: "mg1-gangs",
    what: "the same as gangs of 64 on 64 processors",
    perSecond: 0.8,
    service: mixed,
    servers: 64,
    gang: 64,
    source: POLLACZEK,
    meanWait: 13,
  },
];

/** One figure of each replication after the warm-up. */
function waitsOf(
  each: Case,
  replication: number,
): { readonly mean: number; readonly any: number; readonly overOne: number; readonly little: number } {
  const workload = jobsOf(
    {
      jobs: JOBS,
      arrivals: { kind: "poisson", perHour: 3600 * each.perSecond },
      procs: { kind: "constant", value: each.gang },
      runSeconds: each.service,
    },
    1,
    replication,
  );
  const schedule = replay(workload, { procs: each.servers, discipline: DISCIPLINES["fcfs"]! });
  const waits = schedule.start
    .subarray(WARM_UP)
    .map((start, k) => start - (workload.submit[WARM_UP + k] ?? NaN));
  const share = (is: (wait: number) => boolean): number => waits.filter(is).length / waits.length;
  const { meanQueueLength, meanQueueLengthByLittle } = metricsOf(schedule);
  return {
    mean: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    any: share((wait) => wait > 0),
    overOne: share((wait) => wait > 1),
    little: Math.abs(meanQueueLength / meanQueueLengthByLittle - 1),
  };
}

function rowsOf(each: Case): readonly OracleRow[] {
  const found = Array.from({ length: REPLICATIONS }, (_, replication) => waitsOf(each, replication));
  const row = (
    part: string,
    what: string,
    expected: number,
    read: (one: (typeof found)[number]) => number,
    unit = "",
  ): OracleRow => {
    const values = found.map(read);
    return meanRow({
      id: `queues.${each.id}-${part}`,
      what: `${each.what}: ${what}`,
      expected,
      mean: mean(values),
      standardError: standardError(values),
      unit,
      source: each.source,
    });
  };
  const worst = Math.max(...found.map(({ little }) => little));
  return [
    row("wait", "mean wait", each.meanWait, ({ mean: wait }) => wait, "s"),
    ...(each.waits === undefined
      ? []
      : [row("waits", "share of jobs that wait", each.waits, ({ any }) => any)]),
    ...(each.waitsOverOne === undefined
      ? []
      : [row("over-one", "share that waits for more than 1 s", each.waitsOverOne, ({ overOne }) => overOne)]),
    {
      id: `queues.${each.id}-little`,
      what: `${each.what}: queue length, integrated, over arrival rate times wait`,
      expected: "1",
      simulated: `1 within ${worst.toExponential(1)}`,
      tolerance: "1e-9 in every replication",
      verdict: worst <= 1e-9 ? "agrees" : "differs",
      kind: "validation",
      source: "J. D. C. Little 1961, https://doi.org/10.1287/opre.9.3.383",
      used: worst / 1e-9,
    },
  ];
}

export const queues: OracleGroup = {
  id: "queues",
  title: "Queues",
  about: `Jobs of one processor under FCFS: ${REPLICATIONS} replications of ${JOBS - WARM_UP} jobs each after ${WARM_UP} of warm-up.`,
  rows: () => cases.flatMap(rowsOf),
};
