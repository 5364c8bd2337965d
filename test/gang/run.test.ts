// The life of a gang: what must hold in every run, and that each option does what it says.
import { describe, expect, it } from "vitest";
import { gangFiles, loadGangOrThrow, runGang, TIME_KINDS } from "../../src/index.ts";
import type { GangParams, GangResult } from "../../src/index.ts";

type Change = Readonly<Record<string, unknown>>;

const small = (change: Change = {}): GangParams =>
  loadGangOrThrow("airesim-a", {
    settings: Object.entries(change).map(([path, value]) => ({ path, value })),
  });
const runs = (params: GangParams, count = 20): GangResult[] =>
  Array.from({ length: count }, (_, k) => runGang(params, 1, k));
const meanOf = (results: readonly GangResult[], of: (r: GangResult) => number): number =>
  results.reduce((sum, r) => sum + of(r), 0) / results.length;

/** Harsh gangs that reach every branch: pools that run dry, retirement to the end, repairs that queue. */
const HARSH: readonly (readonly [string, Change])[] = [
  ["as it is", {}],
  ["no standbys, no spares", { "pools.standbys": 0, "pools.spares": 0, "pools.working": 257 }],
  ["one crew each", { "repair.autoCrews": 1, "repair.manualCrews": 1 }],
  [
    "always exposed, hot",
    { "failures.during": "always", "failures.idle": "hot", "failures.perServerDay": 0.05 },
  ],
  [
    "always exposed, short of servers",
    { "failures.during": "always", "pools.spares": 0, "pools.working": 260 },
  ],
  ["retired at the first failure", { "retirement.policy": "threshold", "retirement.failures": 1 }],
  ["retired by score", { "retirement.policy": "score", "scores.penalty": 60, "scores.periodDays": 0.1 }],
  ["checkpoints", { "checkpoint.intervalMinutes": 30, "checkpoint.writeMinutes": 1 }],
  ["Weibull", { "failures.distribution": "weibull", "failures.weibullShape": 0.8 }],
  ["lognormal", { "failures.distribution": "lognormal", "failures.lognormalSigma": 2 }],
  ["bad diagnosis", { "diagnosis.foundShare": 0.7, "diagnosis.wrongShare": 0.5 }],
  ["servers turn bad", { "regeneration.everyDays": 2, "regeneration.partOfBadShare": 1 }],
  ["highest score", { "selection.policy": "highest-score", "scores.periodDays": 0 }],
  [
    "one server",
    {
      "job.servers": 1,
      "pools.working": 2,
      "pools.standbys": 1,
      "failures.perServerDay": 1,
      "diagnosis.wrongShare": 1,
    },
  ],
];

describe("every run", () => {
  it.each(HARSH)("books every second once: %s", (_, change) => {
    const params = small(change);
    for (const run of runs(params)) {
      const sum = TIME_KINDS.reduce((total, kind) => total + run.seconds[kind], 0);
      expect(Math.abs(sum / run.totalSeconds - 1)).toBeLessThan(1e-9);
      for (const kind of TIME_KINDS) expect(run.seconds[kind]).toBeGreaterThanOrEqual(0);
      if (!run.depleted) expect(run.seconds.compute / params.job.computeSeconds).toBeCloseTo(1, 9);
      else expect(run.seconds.compute).toBeLessThan(params.job.computeSeconds);
    }
  });

  it.each(HARSH)("keeps its counts consistent: %s", (_, change) => {
    const params = small(change);
    const total = params.pools.working + params.pools.spares;
    for (const { failures, repairs, retired, preemptions, hostSelections, seconds, shop } of runs(params)) {
      expect(failures.random + failures.systematic).toBe(failures.total);
      expect(repairs.succeeded + repairs.failed).toBe(repairs.auto);
      expect(shop.arrivals).toBe(repairs.auto);
      expect(repairs.manual).toBeLessThanOrEqual(repairs.auto);
      expect(repairs.auto).toBeLessThanOrEqual(failures.total + failures.idle);
      expect(repairs.mended + repairs.stillBad + repairs.ofGoodServers).toBeGreaterThanOrEqual(
        repairs.auto - total,
      );
      expect(retired).toBeLessThanOrEqual(total);
      expect(preemptions).toBeLessThanOrEqual(params.pools.spares);
      expect(hostSelections).toBeGreaterThan(0);
      expect(seconds.spareWait).toBeCloseTo(preemptions * params.times.spareWaitSeconds, 3);
      if (!params.failures.always) {
        expect(seconds.hostSelection).toBeCloseTo(hostSelections * params.times.hostSelectionSeconds, 3);
        expect(seconds.recovery).toBeCloseTo(failures.total * params.times.recoverySeconds, 3);
      }
    }
  });

  it("is the same to the last bit for the same seed and replication, and another for another", () => {
    for (const [, change] of HARSH) {
      const params = small(change);
      expect(runGang(params, 9, 4)).toEqual(runGang(params, 9, 4));
      expect(runGang(params, 9, 4)).not.toEqual(runGang(params, 9, 5));
      expect(runGang(params, 9, 4)).not.toEqual(runGang(params, 10, 4));
    }
  });

  it("takes its time and nothing more where nothing fails", () => {
    const [run] = runs(small({ "failures.perServerDay": 0 }), 1);
    expect(run).toMatchObject({ totalSeconds: 64 * 86_400 + 180, hostSelections: 1, failures: { total: 0 } });
    expect(run!.etr).toBeCloseTo(1, 4);
  });
});

describe("an option", () => {
  const base = runs(small(), 200);
  const changed = (change: Change): GangResult[] => runs(small(change), 200);
  const failures = (r: GangResult): number => r.failures.total;

  it("failures.perServerDay: twice the rate, twice the failures", () => {
    const twice = changed({ "failures.perServerDay": 0.02, "failures.badShare": 0 });
    const once = changed({ "failures.badShare": 0 });
    expect(meanOf(twice, failures) / meanOf(once, failures)).toBeCloseTo(2, 1);
  });

  it("repair.autoFailShare and manualFailShare: what never works mends nobody", () => {
    const never = changed({ "repair.autoFailShare": 1, "repair.manualFailShare": 1 });
    expect(meanOf(never, (r) => r.repairs.succeeded)).toBe(0);
    expect(meanOf(never, (r) => r.failures.systematic)).toBeGreaterThan(
      2.5 * meanOf(base, (r) => r.failures.systematic),
    );
  });

  it("repair.escalate failed: only what automatic repair did not mend goes on", () => {
    const share = (results: readonly GangResult[]): number =>
      meanOf(results, (r) => r.repairs.manual) / meanOf(results, (r) => r.repairs.auto);
    expect(share(base)).toBeCloseTo(0.8, 1);
    expect(share(changed({ "repair.escalate": "failed" }))).toBeCloseTo(0.32, 1);
  });

  it("repair.manualCrews: fewer crews, more servers in the shop and longer stays", () => {
    const one = changed({ "repair.manualCrews": 3 });
    const stay = (r: GangResult): number => r.shop.meanSojournSeconds;
    expect(meanOf(one, stay)).toBeGreaterThan(1.5 * meanOf(base, stay));
  });

  it("diagnosis.foundShare: what is not found is not repaired", () => {
    const none = changed({ "diagnosis.foundShare": 0 });
    expect(meanOf(none, (r) => r.repairs.auto)).toBe(0);
    expect(meanOf(none, (r) => r.hostSelections)).toBe(1);
    const half = changed({ "diagnosis.foundShare": 0.5 });
    expect(meanOf(half, (r) => r.repairs.auto) / meanOf(half, failures)).toBeCloseTo(0.5, 1);
  });

  it("diagnosis.wrongShare: the bad ones stay", () => {
    const wrong = changed({ "diagnosis.wrongShare": 1 });
    for (const run of wrong) expect(run.repairs.misattributed).toBe(run.failures.total);
    expect(meanOf(wrong, failures)).toBeGreaterThan(meanOf(base, failures) + 20);
  });

  it("selection.waitFor job: the job does not wait for its standbys", () => {
    const job = changed({ "selection.waitFor": "job" });
    expect(meanOf(job, (r) => r.preemptions)).toBeLessThan(meanOf(base, (r) => r.preemptions));
  });

  it("selection.policy: those that know history have fewer failures of bad servers", () => {
    const pool = { "pools.working": 320, "repair.manualFailShare": 0.9, "repair.autoFailShare": 0.9 };
    const systematic = (policy: string): number =>
      meanOf(changed({ ...pool, "selection.policy": policy }), (r) => r.failures.systematic);
    const random = systematic("random");
    for (const policy of ["fewest-failures", "fewest-blamed", "highest-score"])
      expect(systematic(policy), policy).toBeLessThan(0.9 * random);
    expect(systematic("packed")).toBeGreaterThan(0.9 * random);
  });

  it("scores.credit: counts only where stretches are longer than the period", () => {
    const retiring = { "retirement.policy": "score", "scores.penalty": 60, "scores.credit": 30 };
    const retired = (days: number): number =>
      meanOf(changed({ ...retiring, "scores.periodDays": days }), (r) => r.retired);
    const inert = retired(100);
    expect(inert).toBeGreaterThan(5);
    expect(retired(0.05)).toBeLessThan(inert / 2);
  });

  it("retirement.windowDays: a wider window retires more, one of no length none", () => {
    const retired = (days: number): number =>
      meanOf(
        changed({
          "retirement.policy": "threshold",
          "retirement.failures": 2,
          "retirement.windowDays": days,
        }),
        (r) => r.retired,
      );
    const [none, week, all] = [retired(0), retired(7), retired(1000)];
    expect(none).toBe(0);
    expect(week).toBeGreaterThan(0);
    expect(all).toBeGreaterThan(week);
  });

  it("retirement that leaves too few ends the job as depleted, with its time counted to there", () => {
    const gone = changed({
      "retirement.policy": "threshold",
      "retirement.failures": 1,
      "retirement.windowDays": 100,
    });
    expect(gone.every((r) => r.depleted)).toBe(true);
    expect(gone.every((r) => r.totalSeconds > 0 && r.etr > 0)).toBe(true);
    expect(meanOf(gone, (r) => r.retired)).toBeGreaterThan(20);
  });

  it("regeneration: bad servers do not run out", () => {
    const again = changed({ "regeneration.everyDays": 3, "regeneration.partOfBadShare": 0.5 });
    expect(meanOf(again, (r) => r.failures.systematic)).toBeGreaterThan(
      1.5 * meanOf(base, (r) => r.failures.systematic),
    );
    expect(meanOf(again, (r) => r.meanBad.active)).toBeGreaterThan(meanOf(base, (r) => r.meanBad.active));
  });

  it("failures.idle hot: standbys and idle servers fail, too", () => {
    expect(meanOf(base, (r) => r.failures.idle)).toBe(0);
    const hot = changed({ "failures.idle": "hot", "pools.working": 512, "failures.badShare": 0 });
    // About as many idle as in the gang, exposed for as long and a little longer.
    expect(meanOf(hot, (r) => r.failures.idle) / meanOf(hot, failures)).toBeGreaterThan(0.9);
  });

  it("failures.during always: a recovery of R takes M (e^(R/M) - 1) on average", () => {
    // M 100 min over the gang, R 50 min: 64.9 min.
    const results = changed({
      "failures.perServerDay": 14.4 / 256,
      "failures.badShare": 0,
      "failures.during": "always",
      "times.recoveryMinutes": 50,
      "pools.working": 512,
      "job.computeDays": 16,
    });
    const perStretch =
      meanOf(results, (r) => r.seconds.recovery) / meanOf(results, (r) => r.seconds.compute / 6000);
    expect(perStretch / 60).toBeGreaterThan(64.9 * 0.97);
    expect(perStretch / 60).toBeLessThan(64.9 * 1.03);
  });

  it("spares are taken one after the other and do not go back", () => {
    const tight = changed({ "pools.working": 260, "repair.manualMinutes": 20_000 });
    for (const run of tight) expect(run.preemptions).toBeLessThanOrEqual(16);
    expect(meanOf(tight, (r) => r.preemptions)).toBeGreaterThan(15);
    expect(meanOf(tight, (r) => r.seconds.stall)).toBeGreaterThan(0);
  });

  it("checkpoint: a longer interval loses more and writes less", () => {
    const at = (minutes: number): GangResult[] =>
      changed({ "checkpoint.intervalMinutes": minutes, "checkpoint.writeMinutes": 1 });
    const [short, long] = [at(30), at(120)];
    expect(meanOf(long, (r) => r.seconds.lost)).toBeGreaterThan(3 * meanOf(short, (r) => r.seconds.lost));
    expect(meanOf(short, (r) => r.seconds.checkpoint)).toBeCloseTo(64 * 48 * 60, 6);
    expect(meanOf(base, (r) => r.seconds.lost)).toBe(0);
  });
});

describe("the presets", () => {
  it("run", () => {
    for (const id of Object.keys(gangFiles)) expect(runGang(loadGangOrThrow(id), 1).depleted).toBe(false);
  });
});
