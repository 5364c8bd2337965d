// Checkpointed training under exponential failures against its exact expectation, in closed form and simulated.
//
// The figures are those of an independent calculation: tau from e^((tau+C)/M) (1 - tau/M) = 1, the time of a
// segment M e^(R/M) (e^((tau+C)/M) - 1) where a restart can fail and (M + R) (e^((tau+C)/M) - 1) where it cannot.
import { expectedEttr, optimalInterval, segmentSeconds } from "../../../src/training/index.ts";
import { gangModel, overSeeds, wallSeconds } from "../scenarios.ts";
import type { GangCase } from "../scenarios.ts";
import { mean, standardError } from "../statistics.ts";
import { closeRow, meanRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const DALY = "J. T. Daly 2006, the complete-time model, https://doi.org/10.1016/j.future.2004.11.016";
const YOUNG = "J. W. Young 1974, sqrt(2 C M), https://doi.org/10.1145/361147.361115";

export interface ExactCase {
  readonly id: string;
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

export const CASES: readonly ExactCase[] = [
  {
    id: "16k",
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
    id: "16k-slow",
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
    id: "hour",
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
    id: "100k",
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

/** Wall seconds from the start to the end of the last checkpoint, seed by seed. */
export const wallTimes = (gang: GangCase): number[] =>
  overSeeds(gangModel(gang), SEEDS).map((job) => wallSeconds(job));

export const gangOf = (
  exact: ExactCase,
  restartsCanFail: boolean,
  more: Partial<GangCase> = {},
): GangCase => ({
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

/** Twelve digits: what both sides agree on beyond their tolerance is seen too. */
const precisely = (value: number): string => String(Number(value.toPrecision(12)));

function closedForms(c: ExactCase): readonly OracleRow[] {
  const { mtbf, write, restart, tau, young } = c;
  const row = (
    part: string,
    what: string,
    expected: number,
    simulated: number,
    within: number,
    source = DALY,
  ): OracleRow =>
    closeRow({
      id: `checkpoint.${c.id}-${part}`,
      what: `${c.name}: ${what}`,
      expected,
      simulated,
      within,
      tolerance: `within ${within.toExponential(0)}`,
      say: precisely,
      source,
    });
  const ettr = (at: number, canFail: boolean): number => expectedEttr(at, mtbf, write, restart, canFail);
  return [
    row("interval", "best interval, s", tau, optimalInterval(mtbf, write), 5e-7),
    row(
      "segment",
      "time of one segment, s",
      c.segment,
      segmentSeconds(tau, mtbf, write, restart, true),
      5e-7,
    ),
    row("ettr", "ETTR, restarts can fail", c.ettrCanFail, ettr(tau, true), 5e-11),
    row("ettr-sure", "ETTR, restarts cannot fail", c.ettrCannotFail, ettr(tau, false), 5e-11),
    row("ettr-young", "ETTR at Young's interval", c.ettrAtYoung, ettr(young, true), 5e-11, YOUNG),
  ];
}

const canFailWords = (canFail: boolean): string => `restarts ${canFail ? "can" : "cannot"} fail`;

function completionRows(): readonly OracleRow[] {
  return [true, false].flatMap((canFail) => {
    const expected = canFail ? COMPLETION.canFail : COMPLETION.cannotFail;
    const what = `60,000 s of work in segments of 600 s, M 3,600 s, C 60 s, R 120 s, ${canFailWords(canFail)}`;
    const id = `checkpoint.completion-${canFail ? "can-fail" : "sure"}`;
    const times = wallTimes({
      workSeconds: 60_000,
      tauSeconds: 600,
      writeSeconds: 60,
      restartSeconds: 120,
      mtbfSeconds: 3600,
      restartsCanFail: canFail,
      failures: "software",
      days: 2,
    });
    return [
      closeRow({
        id,
        what: `${what}: closed form, s`,
        expected,
        simulated: 100 * segmentSeconds(600, 3600, 60, 120, canFail),
        within: 5e-7,
        tolerance: "within 5e-7",
        say: precisely,
        source: DALY,
      }),
      meanRow({
        id: `${id}-simulated`,
        what: `${what}: a simulated campaign, ${SEEDS} seeds`,
        expected,
        mean: mean(times),
        standardError: standardError(times),
        unit: "s",
        source: DALY,
      }),
    ];
  });
}

/** ETTR is a ratio with a fixed numerator: its error follows from the time's (delta method). */
function ettrRow(id: string, what: string, gang: GangCase, expected: number): OracleRow {
  const times = wallTimes(gang);
  const ettr = gang.workSeconds / mean(times);
  return meanRow({
    id,
    what,
    expected,
    mean: ettr,
    standardError: (ettr * standardError(times)) / mean(times),
    source: DALY,
  });
}

function simulatedRows(c: ExactCase): readonly OracleRow[] {
  return [true, false].map((canFail) =>
    ettrRow(
      `checkpoint.${c.id}-simulated-${canFail ? "can-fail" : "sure"}`,
      `${c.name}: ETTR of a simulated campaign, ${canFailWords(canFail)}, ${SEEDS} seeds`,
      gangOf(c, canFail),
      canFail ? c.ettrCanFail : c.ettrCannotFail,
    ),
  );
}

/** The harshest case once more, by hosts that break and are swapped for spares. */
function hostRows(): readonly OracleRow[] {
  const harsh = CASES[3];
  if (harsh === undefined) throw new Error("the fourth case is the harsh one");
  return [true, false].map((canFail) =>
    ettrRow(
      `checkpoint.100k-hosts-${canFail ? "can-fail" : "sure"}`,
      `100,032 chips whose hosts break and are swapped for spares, M 1,080 s: ETTR, ${canFailWords(canFail)}, ${SEEDS} seeds`,
      gangOf(harsh, canFail, { failures: "hosts", gangUs: 1563, spareUs: 20, days: 1 }),
      canFail ? harsh.ettrCanFail : harsh.ettrCannotFail,
    ),
  );
}

export const checkpoint: OracleGroup = {
  id: "checkpoint",
  title: "Checkpoints",
  about:
    "Training that writes checkpoints and goes back to the last one at a failure: closed forms against an independent calculation of the same equations, then whole simulated campaigns against the exact expectation. M is the mean time between failures, C the blocking write, R the restart.",
  rows: () => [
    ...CASES.flatMap(closedForms),
    ...completionRows(),
    ...CASES.flatMap(simulatedRows),
    ...hostRows(),
  ],
};
