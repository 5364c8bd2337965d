// Checkpointed training under exponential failures against its exact expectation.
//
// The figures are those of an independent calculation: tau from e^((tau+C)/M) (1 - tau/M) = 1, the time of a
// segment M e^(R/M) (e^((tau+C)/M) - 1) where a restart can fail (J. T. Daly, 2006, doi:10.1016/j.future.2004.11.016,
// the complete-time model) and (M + R) (e^((tau+C)/M) - 1) where it cannot; Young's interval sqrt(2 C M) (1974, doi:10.1145/361147.361115).
//
// The default is that restarts can fail: what breaks a gang (hosts, links, software) is there while it loads its
// checkpoint too, and for 100,000 chips whose restart takes half their time between failures it decides the result.
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow } from "../../src/index.ts";
import { expectedEttr, optimalInterval, segmentSeconds } from "../../src/training/index.ts";
import { gangModel, overSeeds, wallSeconds } from "./scenarios.ts";
import type { GangCase } from "./scenarios.ts";
import { correlation, deviation, mean, pairedT, standardError } from "./statistics.ts";

interface ExactCase {
  readonly name: string;
  readonly mtbf: number;
  readonly write: number;
  readonly restart: number;
  readonly young: number;
  readonly tau: number;
  readonly segment: number;
  readonly ettrCanFail: number;
  readonly ettrCannotFail: number;
  readonly ettrAtYoung: number;
}

const CASES: readonly ExactCase[] = [
  {
    name: "16,384 chips, 419 failures in 54 days, C 30 s, R 600 s",
    mtbf: 11135.08353221957,
    write: 30,
    restart: 600,
    young: 817.3769093467066,
    tau: 797.5004547311838,
    segment: 906.5814301411168,
    ettrCanFail: 0.8796787891486442,
    ettrCannotFail: 0.8809126112401123,
    ettrAtYoung: 0.8796596859918633,
  },
  {
    name: "the same with C 120 s",
    mtbf: 11135.08353221957,
    write: 120,
    restart: 600,
    young: 1634.7538186934132,
    tau: 1555.7518868086706,
    segment: 1908.5345201798762,
    ettrCanFail: 0.8151552253097543,
    ettrCannotFail: 0.816298547778557,
    ettrAtYoung: 0.8150151721293097,
  },
  {
    name: "M 3,600 s, C 60 s, R 120 s",
    mtbf: 3600,
    write: 60,
    restart: 120,
    young: 657.2670690061993,
    tau: 617.8906250085257,
    segment: 771.2000007988854,
    ettrCanFail: 0.8012067224694676,
    ettrCannotFail: 0.8016423051052344,
    ettrAtYoung: 0.8009433409618626,
  },
  {
    name: "100,000 chips, M 1,080 s, C 20 s, R 600 s",
    mtbf: 1080,
    write: 20,
    restart: 600,
    young: 207.84609690826528,
    tau: 194.73214646896483,
    segment: 414.0582330807908,
    ettrCanFail: 0.4703013511410334,
    ettrCannotFail: 0.5269451509113305,
    ettrAtYoung: 0.4701205337222151,
  },
];

/** 60,000 s of work in segments of 600 s, M 3,600 s, C 60 s, R 120 s. */
const COMPLETION = { canFail: 74892.57945657335, cannotFail: 74851.88561225985 };
const SEEDS = 1000;
/** Two-sided p < 0.01 of Student's t with 999 degrees of freedom. */
const T_99 = 2.581;

/** Wall seconds from the start to the end of the last checkpoint, seed by seed. */
const wallTimes = (gang: GangCase): number[] =>
  overSeeds(gangModel(gang), SEEDS).map((job) => wallSeconds(job));

const gangOf = (exact: ExactCase, restartsCanFail: boolean, more: Partial<GangCase> = {}): GangCase => ({
  workSeconds: 20 * exact.tau,
  tauSeconds: "optimum",
  writeSeconds: exact.write,
  restartSeconds: exact.restart,
  mtbfSeconds: exact.mtbf,
  restartsCanFail,
  failures: "software",
  days: 2,
  ...more,
});

describe("closed forms of checkpointing", () => {
  it.each(CASES)("give the published interval, segment and ETTR: $name", (c) => {
    expect(optimalInterval(c.mtbf, c.write)).toBeCloseTo(c.tau, 6);
    expect(segmentSeconds(c.tau, c.mtbf, c.write, c.restart, true)).toBeCloseTo(c.segment, 6);
    expect(expectedEttr(c.tau, c.mtbf, c.write, c.restart, true)).toBeCloseTo(c.ettrCanFail, 10);
    expect(expectedEttr(c.tau, c.mtbf, c.write, c.restart, false)).toBeCloseTo(c.ettrCannotFail, 10);
    expect(Math.sqrt(2 * c.write * c.mtbf)).toBeCloseTo(c.young, 9);
    expect(expectedEttr(c.young, c.mtbf, c.write, c.restart, true)).toBeCloseTo(c.ettrAtYoung, 10);
  });

  it("give the completion time of 100 segments", () => {
    expect(100 * segmentSeconds(600, 3600, 60, 120, true)).toBeCloseTo(COMPLETION.canFail, 6);
    expect(100 * segmentSeconds(600, 3600, 60, 120, false)).toBeCloseTo(COMPLETION.cannotFail, 6);
  });

  it("have their best ETTR at the optimal interval", () => {
    for (const c of CASES) {
      const at = (tau: number): number => expectedEttr(tau, c.mtbf, c.write, c.restart, true);
      const best = at(optimalInterval(c.mtbf, c.write));
      for (const factor of [0.5, 0.9, 1.1, 2]) expect(at(c.tau * factor)).toBeLessThan(best);
    }
  });
});

describe("a simulated campaign", () => {
  it("has restarts that can fail unless the scenario says otherwise", () => {
    for (const preset of ["first-campus", "rainier"])
      expect(loadScenarioOrThrow(preset).reliability.restartsCanFail).toBe(true);
  });

  it.each([
    { restartsCanFail: true, exact: COMPLETION.canFail, title: "can fail (the default): 74,892.58 s" },
    { restartsCanFail: false, exact: COMPLETION.cannotFail, title: "cannot fail: 74,851.89 s" },
  ])(
    "of 60,000 s of work ends within 3 standard errors where restarts $title",
    ({ restartsCanFail, exact }) => {
      const gang: GangCase = {
        workSeconds: 60_000,
        tauSeconds: 600,
        writeSeconds: 60,
        restartSeconds: 120,
        mtbfSeconds: 3600,
        restartsCanFail,
        failures: "software",
        days: 2,
      };
      expect(Math.abs(deviation(wallTimes(gang), exact))).toBeLessThan(3);
    },
  );

  describe.each(CASES)("has the exact ETTR within 3 standard errors: $name", (c) => {
    it.each([
      { restartsCanFail: true, ettr: c.ettrCanFail, title: "can fail (the default)" },
      { restartsCanFail: false, ettr: c.ettrCannotFail, title: "cannot fail" },
    ])("restarts that $title: $ettr", ({ restartsCanFail, ettr }) => {
      expectEttr(gangOf(c, restartsCanFail), ettr);
    });
  });

  it.each([
    { restartsCanFail: true, ettr: 0.4703013511410334 },
    { restartsCanFail: false, ettr: 0.5269451509113305 },
  ])("of 100,032 chips whose hosts break and are swapped for spares has the same ETTR $ettr", (row) => {
    const harsh = CASES[3]!;
    expectEttr(
      gangOf(harsh, row.restartsCanFail, { failures: "hosts", gangUs: 1563, spareUs: 20, days: 1 }),
      row.ettr,
    );
  });

  it.each(CASES)("is faster at the optimal interval than at half and at twice, p < 0.01: $name", (c) => {
    const at = (factor: number): number[] =>
      wallTimes(
        gangOf(c, true, { workSeconds: 32 * c.tau, tauSeconds: factor === 1 ? "optimum" : c.tau * factor }),
      );
    const best = at(1);
    for (const factor of [0.5, 2]) {
      const other = at(factor);
      expect(pairedT(other, best)).toBeGreaterThan(T_99);
      expect(correlation(other, best)).toBeGreaterThan(0);
    }
  });
});

/** ETTR is a ratio with a fixed numerator: its error follows from the time's (delta method). */
function expectEttr(gang: GangCase, exact: number): void {
  const times = wallTimes(gang);
  const ettr = gang.workSeconds / mean(times);
  const error = (ettr * standardError(times)) / mean(times);
  expect(Math.abs(ettr - exact) / error).toBeLessThan(3);
}
