// A gang and its repair shop simulated, against closed forms: machine repair with spares, series systems, work with and
// without checkpoints. The formulas themselves are held against an independent calculation in gang-closed-forms.test.ts.
import {
  allHealthy,
  jobMtbf,
  loadGangOrThrow,
  lostPerFailure,
  machineRepair,
  naiveGoodput,
  runGang,
  timeWithoutLoss,
} from "../../../src/index.ts";
import type { GangParams, GangResult } from "../../../src/index.ts";
import { segmentSeconds } from "../../../src/training/index.ts";
import { mean, standardError } from "../statistics.ts";
import type { GangRow } from "./airesim.ts";

const DAY = 86_400;
const MINUTES_A_DAY = 1440;

type Change = Readonly<Record<string, unknown>>;

/** A gang of `servers` good servers with nothing that takes time, changed by `change`. */
export function gangOf(servers: number, days: number, perServerDay: number, change: Change = {}): GangParams {
  return loadGangOrThrow(
    {
      id: "made",
      job: { servers, computeDays: days },
      pools: { working: servers },
      failures: { perServerDay },
      times: { recoveryMinutes: 0 },
      repair: { autoMinutes: 0 },
    },
    { settings: Object.entries(change).map(([path, value]) => ({ path, value })) },
  );
}

export const runsOf = (params: GangParams, count: number): GangResult[] =>
  Array.from({ length: count }, (_, k) => runGang(params, 11, k));

/** A server that fails is at once back as a standby: failures cost recovery and nothing else. */
const UNREPAIRED: Change = { "diagnosis.foundShare": 0, "pools.standbys": 1 };

type Of = (run: GangResult) => number;
const total: Of = (run) => run.totalSeconds;
const compute: Of = (run) => run.seconds.compute;

/** A ratio of means over replications against its exact value; its error by the delta method. */
function ratioRow(
  row: Pick<GangRow, "id" | "what" | "source">,
  exact: number,
  runs: readonly GangResult[],
  top: Of,
  bottom: Of = () => 1,
): GangRow {
  const [tops, bottoms] = [runs.map(top), runs.map(bottom)];
  const value = mean(tops) / mean(bottoms);
  const error = standardError(tops.map((each, k) => each - value * (bottoms[k] ?? NaN))) / mean(bottoms);
  const deviations = Math.abs(value - exact) / error;
  const say = (number: number): string => String(Number(number.toPrecision(6)));
  return {
    ...row,
    id: `gang.${row.id}`,
    expected: say(exact),
    simulated: `${say(value)} ± ${error.toPrecision(3)}`,
    tolerance: `3 standard errors: ${(3 * error).toPrecision(3)}`,
    verdict: deviations <= 3 ? "agrees" : "differs",
    kind: "validation",
    deviations,
    used: deviations / 3,
  };
}

const REPAIRMEN =
  "D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, Fundamentals of Queueing Theory, 2008: the machine-repair problem with spares";
const SERIES = "a series system of independent servers, each up with chance mu / (lambda + mu)";
const DALY = "https://doi.org/10.1016/j.future.2004.11.016 (J. T. Daly, 2006)";

/** Rates per day; crews 0: no limit. */
const SHOPS = [
  { n: 4, spares: 2, rate: 0.1, mu: 1, crews: 1, hot: false },
  { n: 4, spares: 2, rate: 0.1, mu: 1, crews: 6, hot: false },
  { n: 1024, spares: 8, rate: 0.0065, mu: 0.5, crews: 0, hot: false },
  { n: 1024, spares: 16, rate: 0.0065, mu: 0.5, crews: 0, hot: false },
  { n: 1024, spares: 24, rate: 0.0065, mu: 0.5, crews: 0, hot: false },
  { n: 1024, spares: 16, rate: 0.0065, mu: 0.5, crews: 0, hot: true },
] as const;

function repairRows(shop: (typeof SHOPS)[number]): readonly GangRow[] {
  const { n, spares, rate, mu, crews, hot } = shop;
  const state = machineRepair({
    needed: n,
    spares,
    failureRate: rate,
    repairRate: mu,
    crews: crews === 0 ? Infinity : crews,
    hot,
  });
  // So long that the start with everything up does not show: thousands of repair times.
  const days = n === 4 ? 4000 : state.allUp * 3000;
  const params = gangOf(n, days, rate, {
    "pools.working": n + spares,
    "pools.standbys": spares,
    "failures.during": "always",
    "failures.idle": hot ? "hot" : "cold",
    "selection.waitFor": "job",
    "repair.autoMinutes": MINUTES_A_DAY / mu,
    "repair.autoCrews": crews,
  });
  const runs = runsOf(params, n === 4 ? 60 : 20);
  const named = (id: string, what: string): Pick<GangRow, "id" | "what" | "source"> => ({
    id: `repair-${n}-${spares}-${crews === 0 ? "all" : crews}-${hot ? "hot" : "cold"}.${id}`,
    what: `${n} servers, ${spares} ${hot ? "hot" : "cold"} spares, ${crews === 0 ? "any number of" : crews} crews: ${what}`,
    source: REPAIRMEN,
  });
  // Failures per unit of time are the rate times the servers that can fail.
  const exposed = hot ? n + spares - state.meanDown : state.meanWorking;
  const failures: Of = (run) => run.failures.total + run.failures.idle;
  return [
    ratioRow(named("up", "share of time with all up"), state.allUp, runs, compute, total),
    ratioRow(named("down", "servers down"), state.meanDown, runs, (run) => run.shop.serverSeconds, total),
    ratioRow(
      named("exposed", "servers that can fail"),
      exposed,
      runs,
      failures,
      (run) => (total(run) / DAY) * rate,
    ),
  ];
}

function seriesRow(m: number, down: number): GangRow {
  const params = gangOf(m, 4000, down / (1 - down), {
    "failures.during": "always",
    "selection.waitFor": "job",
    "repair.autoMinutes": MINUTES_A_DAY,
  });
  const row = {
    id: `series-${m}-${down}`,
    what: `all of ${m} up, each down with chance ${down}`,
    source: SERIES,
  };
  return ratioRow(row, allHealthy(m, down), runsOf(params, 40), compute, total);
}

function recoveryRows(): readonly GangRow[] {
  const params = gangOf(1000, 30, 0.01, {
    ...UNREPAIRED,
    "pools.working": 1001,
    "times.recoveryMinutes": 20,
  });
  const exact = timeWithoutLoss(30, jobMtbf(1000, 0.01), 20 / MINUTES_A_DAY);
  const noLoss = ratioRow(
    {
      id: "no-loss",
      what: "30 days of work without lost work, a failure every 0.1 day, recovery 20 min: L (1 + R / M), days",
      source: "https://arxiv.org/abs/2603.07041",
    },
    exact,
    runsOf(params, 300),
    (run) => run.totalSeconds / DAY,
  );
  const goodput = [10, 3].map((recovery) => {
    // 18 min from failure to failure are R of recovery and the rest of computing.
    const gang = gangOf(1, 3, MINUTES_A_DAY / (18 - recovery), {
      ...UNREPAIRED,
      "pools.working": 2,
      "times.recoveryMinutes": recovery,
    });
    const row = {
      id: `goodput-${recovery}`,
      what: `a failure every 18 min of wall time, ${recovery} min to recover: 1 - R / M`,
      source: "https://arxiv.org/abs/2602.00277",
    };
    return ratioRow(row, naiveGoodput(18, recovery), runsOf(gang, 300), compute, total);
  });
  return [noLoss, ...goodput];
}

/** 60,000 s of work, M 1 h: one server that fails 24 times a day and is back at once; C 60 s, R 120 s. */
export const checkpointed = (tau: number, change: Change = {}): GangParams =>
  gangOf(1, 60_000 / DAY, 24, {
    ...UNREPAIRED,
    "pools.working": 2,
    "times.recoveryMinutes": 2,
    "checkpoint.intervalMinutes": tau / 60,
    "checkpoint.writeMinutes": 1,
    ...change,
  });

function checkpointRows(): readonly GangRow[] {
  const times = (["computing", "always"] as const).map((during) => {
    const canFail = during === "always";
    const row = {
      id: `completion-${canFail ? "restart-can-fail" : "restart-cannot-fail"}`,
      what: `60,000 s of work, τ 600 s, C 60 s, R 120 s, M 3,600 s, a restart ${canFail ? "can" : "cannot"} fail: s`,
      source: DALY,
    };
    const exact = 100 * segmentSeconds(600, 3600, 60, 120, canFail);
    return ratioRow(row, exact, runsOf(checkpointed(600, { "failures.during": during }), 2000), total);
  });
  const lost = ratioRow(
    {
      id: "lost",
      what: "lost at a failure, the same with τ 617.89 s: M - w / (e^(w/M) - 1), s",
      source: DALY,
    },
    lostPerFailure(3600, 617.89, 60),
    runsOf(checkpointed(617.89), 1000),
    (run) => run.seconds.lost,
    (run) => run.failures.total,
  );
  return [...times, lost];
}

/** All of it, as a group of the validation page. */
export const gangClosedForms = {
  id: "gang",
  title: "Repair, spares and checkpoints of one gang",
  about:
    "The gang simulator with only the options each closed form describes, within three standard errors of the mean.",
  rows: (): readonly GangRow[] => [
    ...SHOPS.flatMap(repairRows),
    ...(
      [
        [4, 0.005],
        [4, 0.01],
        [36, 0.002],
      ] as const
    ).map(([m, down]) => seriesRow(m, down)),
    ...recoveryRows(),
    ...checkpointRows(),
  ],
};
