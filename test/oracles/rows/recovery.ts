// Checkpoints while working and to memory, standbys and replicas against forms worked out apart from the simulator, and
// against what Meta published of its formula and of replicas that recover alone.
import { dalyInterval, expectedEttr, firstOrderEttr, youngInterval } from "../../../src/training/index.ts";
import { asyncCompletion, memoryCycle, replicaTimes } from "../recovery-forms.ts";
import type { ReplicaCase } from "../recovery-forms.ts";
import { gangModel, overSeeds, wallSeconds } from "../scenarios.ts";
import type { GangCase } from "../scenarios.ts";
import { mean, standardError } from "../statistics.ts";
import { figure, meanRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const DALY =
  "J. T. Daly, A higher order estimate of the optimum checkpoint interval, 2006, doi:10.1016/j.future.2004.11.016";
const YOUNG = "J. W. Young, 1974, doi:10.1145/361147.361115";
const RENEWAL = "derived: renewal at each failure, test/oracles/recovery-forms.ts";
const META = "https://arxiv.org/abs/2410.21680";
const HSDP = "https://arxiv.org/abs/2602.00277";
const SEEDS = 1000;

const times = (gang: GangCase): number[] => overSeeds(gangModel(gang), SEEDS).map(wallSeconds);

const base: GangCase = {
  workSeconds: 60_000,
  tauSeconds: 600,
  writeSeconds: 60,
  restartSeconds: 120,
  mtbfSeconds: 3600,
  restartsCanFail: true,
  failures: "software",
  days: 2,
};

function timeRow(id: string, what: string, source: string, gang: GangCase, expected: number): OracleRow {
  const found = times(gang);
  const row = { id: `recovery.${id}`, what, source, expected, unit: "s" };
  return meanRow({ ...row, mean: mean(found), standardError: standardError(found) });
}

function within(
  id: string,
  what: string,
  source: string,
  [expected, found, tolerance]: readonly [number, number, number],
  words: string,
): OracleRow {
  return {
    id: `recovery.${id}`,
    what,
    expected: figure(expected),
    simulated: figure(found),
    tolerance: words,
    verdict: Math.abs(found - expected) <= tolerance ? "agrees" : "differs",
    kind: "validation",
    source,
  };
}

/** M, C, Young's and Daly's interval (higher order), s. */
const INTERVALS = [
  [11135.08353221957, 30, 817.377, 797.499],
  [11135.08353221957, 120, 1634.754, 1555.733],
  [3600, 60, 657.267, 617.876],
  [1080, 20, 207.846, 194.727],
] as const;

function intervals(): OracleRow[] {
  return INTERVALS.flatMap(([m, c, young, daly]) => {
    const at = `M ${Math.round(m)} s, C ${c} s`;
    const id = `${Math.round(m)}-${c}`;
    return [
      within(`young-${id}`, `Young's interval, ${at}`, YOUNG, [young, youngInterval(m, c), 1e-3], "1e-3 s"),
      within(`daly-${id}`, `Daly's interval, ${at}`, DALY, [daly, dalyInterval(m, c), 1e-3], "1e-3 s"),
    ];
  });
}

/** 60,000 s of work: blocking, then asynchronous with and without a stall. */
function completions(): OracleRow[] {
  const about = "60,000 s of work, 600 s between checkpoints, M 3,600 s, R 120 s";
  const failing = { mtbf: 3600, restart: 120 };
  return [true, false].flatMap((restartsCanFail) => {
    const how = restartsCanFail ? "restarts can fail" : "restarts cannot fail";
    const id = restartsCanFail ? "" : "-safe";
    const exact = (stall: number, lag: number): number =>
      asyncCompletion(100, 600, stall, lag, { ...failing, restartsCanFail });
    return [
      timeRow(
        `blocking${id}`,
        `Blocking writes of 60 s, ${how}: ${about}`,
        DALY,
        { ...base, restartsCanFail },
        restartsCanFail ? 74892.57945657335 : 74851.88561225985,
      ),
      timeRow(
        `async${id}`,
        `Asynchronous writes of 60 s, ${how}: ${about}`,
        RENEWAL,
        { ...base, restartsCanFail, checkpoint: { mode: "async" } },
        exact(0, 60),
      ),
      timeRow(
        `async-stall${id}`,
        `Asynchronous writes of 400 s that stop the gang for 10 s, ${how}: ${about}`,
        RENEWAL,
        { ...base, restartsCanFail, writeSeconds: 400, checkpoint: { mode: "async", stallSeconds: 10 } },
        exact(10, 400),
      ),
    ];
  });
}

/** Twenty cycles of 1,200 s; software leaves the copy in memory, a fabric takes it along. */
function memoryRow(): OracleRow {
  const of = { tau: 1200, every: 200, copy: 2, write: 60, restart: 120 };
  return timeRow(
    "memory",
    "Copies to memory each 200 s that three failures in four leave, durable each 1,200 s: 24,000 s of work",
    "derived: linear equations over the copies, test/oracles/recovery-forms.ts",
    {
      ...base,
      workSeconds: 24_000,
      tauSeconds: of.tau,
      mtbfSeconds: 3000,
      fabricMtbfSeconds: 9000,
      gangUs: 2,
      spareUs: 12,
      checkpoint: { memory: { everySeconds: of.every, writeSeconds: of.copy } },
    },
    20 * memoryCycle(of, 1 / 3000, 1 / 9000),
  );
}

function standbyRow(): OracleRow {
  const m = 3600;
  const swap = 45;
  return timeRow(
    "standby",
    "Hosts break each 3,600 s and a standby is swapped in within 45 s (a restart would take 600 s)",
    DALY,
    {
      ...base,
      failures: "hosts",
      restartSeconds: 600,
      gangUs: 4,
      spareUs: 40,
      recovery: { by: "standby", chips: 20 * 64, swapMinutes: swap / 60 },
    },
    100 * m * Math.exp(swap / m) * Math.expm1(660 / m),
  );
}

/** The simulator's mean against that of a Monte Carlo written apart, within 3 of their standard errors together. */
function replicaRow(id: string, what: string, of: ReplicaCase, days: number): OracleRow {
  const found = times(replicaGang(of, days));
  const apart = replicaTimes(of, 20_000, 7);
  const error = Math.hypot(standardError(found), standardError(apart));
  return {
    id: `recovery.${id}`,
    what,
    expected: `${figure(mean(apart))} s ± ${figure(standardError(apart))}`,
    simulated: `${figure(mean(found))} s ± ${figure(standardError(found))}`,
    tolerance: `3 standard errors of both (${figure(3 * error)})`,
    verdict: Math.abs(mean(found) - mean(apart)) <= 3 * error ? "agrees" : "differs",
    kind: "validation",
    source: "derived: Monte Carlo written apart, test/oracles/recovery-forms.ts",
  };
}

const replicaGang = (of: ReplicaCase, days: number): GangCase => ({
  ...base,
  workSeconds: of.work,
  tauSeconds: 1_000_000,
  writeSeconds: 0,
  mtbfSeconds: of.mtbf,
  failures: "hosts",
  gangUs: 2 * of.replicas,
  spareUs: 40,
  days,
  recovery: {
    by: "replica",
    replicas: of.replicas,
    pauseMinutes: of.pause / 60,
    rejoinMinutes: of.rejoin / 60,
  },
});

/** Meta's worked values: servers, failures per server-day, restart, interval, s; as printed. */
const WORKED = [
  ["16,000 GPUs, RSC-1, hourly checkpoints", 2000, 6.5e-3, 300, 3600, 0.684, "0.7"],
  ["16,000 GPUs, RSC-1, every 5 minutes", 2000, 6.5e-3, 300, 300, 0.932, "0.93"],
  ["100,000 GPUs, RSC-2, every 2 minutes, restart 2 minutes", 12_500, 2.34e-3, 120, 120, 0.939, "0.9"],
  ["100,000 GPUs, RSC-1, every 7 minutes, restart 5 minutes", 12_500, 6.5e-3, 300, 420, 0.52, "0.5"],
] as const;

function worked(): OracleRow[] {
  return WORKED.map(([what, servers, rate, restart, tau, value, printed], i) =>
    within(
      `meta-${i + 1}`,
      `Meta's first-order ETTR, ${what} (printed: ${printed})`,
      META,
      [value, firstOrderEttr(tau, 86_400 / (servers * rate), 0, restart), 1e-3],
      "0.001",
    ),
  );
}

function hsdp(): OracleRow[] {
  const m = 1080;
  const sync = times({
    ...base,
    workSeconds: 4000,
    tauSeconds: "optimum",
    writeSeconds: 20,
    restartSeconds: 600,
    mtbfSeconds: m,
  });
  const of: ReplicaCase = { replicas: 16, mtbf: m, work: 40_000, pause: 180, rejoin: 600 };
  const replicas = times(replicaGang(of, 2));
  return [
    within(
      "hsdp-formula",
      "100,000 GPUs, a failure each 18 min, 10 min to recover, as published: 1 - R / M",
      HSDP,
      [0.44, 1 - 600 / m, 0.005],
      "0.5 points",
    ),
    within(
      "hsdp-sync",
      "The same simulated, with failures during restarts, lost work and writes of 20 s, which 1 - R / M leaves out",
      HSDP,
      [0.44, 4000 / mean(sync), 0.05],
      "5 points: other semantics (the exact form of ours is 0.470)",
    ),
    within(
      "hsdp-replica",
      "The same with 16 replicas: all stop for 3 min, the lost one is back after 10; nothing is lost",
      HSDP,
      [0.8, of.work / mean(replicas), 0.05],
      "5 points: the paper's abstract gives neither the number of replicas nor what else it counts",
    ),
    within(
      "hsdp-exact",
      "Synchronous at 100,000 chips, exact form of what we simulate",
      DALY,
      [expectedEttr(194.73214646896483, m, 20, 600, true), 0.4703013511410334, 1e-9],
      "1e-9",
    ),
  ];
}

export const recovery: OracleGroup = {
  id: "recovery",
  title: "Checkpoints and recovery",
  about:
    "How long a gang takes under failures with each kind of checkpoint and recovery, against exact expectations and a Monte Carlo written apart; Meta's worked values and its replica-level recovery.",
  rows: () => [
    ...intervals(),
    ...completions(),
    memoryRow(),
    standbyRow(),
    replicaRow(
      "replica",
      "8 replicas, a failure each 3,600 s, all stop for 60 s, back after 600 s: 20,000 s of work",
      { replicas: 8, mtbf: 3600, work: 20_000, pause: 60, rejoin: 600 },
      2,
    ),
    replicaRow(
      "replica-harsh",
      "4 replicas, a failure each 1,200 s, all stop for 120 s, back after 300 s: 20,000 s of work",
      { replicas: 4, mtbf: 1200, work: 20_000, pause: 120, rejoin: 300 },
      2,
    ),
    ...worked(),
    ...hsdp(),
  ],
};
