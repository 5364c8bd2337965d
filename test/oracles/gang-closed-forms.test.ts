// Gangs and their repair shop against closed forms: the formulas against an independent calculation, and the simulator
// against the formulas within three standard errors.
import { describe, expect, it } from "vitest";
import {
  allHealthy,
  binomialSpares,
  dalyFirstInterval,
  dalyInterval,
  jobMtbf,
  loadGangOrThrow,
  lostPerFailure,
  machineRepair,
  metaEttr,
  naiveGoodput,
  timeWithoutLoss,
  youngInterval,
} from "../../src/index.ts";
import { expectedEttr, optimalInterval, segmentSeconds } from "../../src/training/index.ts";
import { checkpointed, gangClosedForms, runsOf } from "./rows/gang.ts";
import { mean } from "./statistics.ts";

describe("intervals between checkpoints", () => {
  it.each([
    // M, C: Young, Daly first order, Daly, exact; lost per failure at the exact one [s].
    [
      11135.08353221957, 30, 817.3769093467066, 787.3769093467066, 797.4992519268021, 797.5004547311838,
      408.6260779395325,
    ],
    [
      11135.08353221957, 120, 1634.7538186934132, 1514.7538186934132, 1555.7325593341775, 1555.7518868086706,
      816.868130860079,
    ],
    [3600, 60, 657.2670690061993, 597.2670690061993, 617.8756496256495, 617.8906250085257, 328.3141931003415],
    [
      1080, 20, 207.84609690826528, 187.84609690826528, 194.72659700796513, 194.73214646896483,
      103.8105529279494,
    ],
  ])("of M %s s and C %s s", (mtbf, write, young, first, daly, exact, lost) => {
    expect(youngInterval(mtbf, write)).toBeCloseTo(young, 9);
    expect(dalyFirstInterval(mtbf, write)).toBeCloseTo(first, 9);
    expect(dalyInterval(mtbf, write)).toBeCloseTo(daly, 9);
    expect(optimalInterval(mtbf, write)).toBeCloseTo(exact, 6);
    expect(lostPerFailure(mtbf, exact, write)).toBeCloseTo(lost, 6);
  });

  it("is M where a write takes as long as two failures are apart (Daly)", () => {
    expect(dalyInterval(100, 200)).toBe(100);
    expect(dalyInterval(100, 1000)).toBe(100);
  });
});

describe("Meta's ETTR (https://arxiv.org/abs/2410.21680)", () => {
  const MINUTE = 1 / 1440;
  // Servers of 8 GPUs; failures per server-day of the two clusters.
  const [RSC1, RSC2] = [0.0065, 0.00234];
  const ettr = (gpus: number, rate: number, interval: number, restart: number): number =>
    metaEttr({ servers: gpus / 8, rate, restart: restart * MINUTE, interval: interval * MINUTE, write: 0 });

  it("has the worked values of 16,000 and 100,000 GPUs", () => {
    expect(ettr(16_000, RSC1, 60, 5)).toBeCloseTo(0.6840277777777778, 12);
    expect(ettr(16_000, RSC1, 5, 5)).toBeCloseTo(0.9322916666666666, 12);
    expect(ettr(100_000, RSC2, 2, 2)).toBeCloseTo(0.9390625, 12);
    expect(ettr(100_000, RSC1, 7, 5)).toBeCloseTo(0.5203993055555556, 12);
  });

  it("rounds to what the paper prints: 0.7, 0.93, 0.5", () => {
    expect(ettr(16_000, RSC1, 60, 5).toFixed(1)).toBe("0.7");
    expect(ettr(16_000, RSC1, 5, 5).toFixed(2)).toBe("0.93");
    expect(ettr(100_000, RSC1, 7, 5).toFixed(1)).toBe("0.5");
  });

  it("has mean times to failure of 1.8 h at 16,384 GPUs, 0.23 h at 131,072 and 17.7 min at 100,000", () => {
    expect(jobMtbf(16_384 / 8, RSC1) * 24).toBeCloseTo(1.8028846153846154, 12);
    expect(jobMtbf(131_072 / 8, RSC1) * 24).toBeCloseTo(0.22536057692307693, 12);
    expect(jobMtbf(100_000 / 8, RSC1) * 1440).toBeCloseTo(17.723076923076924, 10);
  });

  it("is the exact ETTR to first order: within 1 % where a segment is a tenth of M", () => {
    const [mtbf, restart, interval, write] = [10_000, 300, 900, 30];
    const first = metaEttr({ servers: 1, rate: 1 / mtbf, restart, interval, write });
    const exact = expectedEttr(interval, mtbf, write, restart, false);
    expect(Math.abs(first / exact - 1)).toBeLessThan(0.01);
  });
});

describe("time without lost work", () => {
  it("is L (1 + R / M)", () => {
    expect(timeWithoutLoss(30, jobMtbf(1000, 0.01), 20 / 1440)).toBeCloseTo(30 * (1 + 10 * (20 / 1440)), 12);
    expect(timeWithoutLoss(30, Infinity, 20)).toBe(30);
  });

  it("leaves 44 % and 83 % where a failure comes every 18 min (https://arxiv.org/abs/2602.00277)", () => {
    expect(naiveGoodput(18, 10)).toBeCloseTo(0.4444444444444444, 12);
    expect(naiveGoodput(18, 3)).toBeCloseTo(0.8333333333333334, 12);
  });
});

describe("checkpoints", () => {
  it("have the exact completion time of 60,000 s of work", () => {
    expect(100 * segmentSeconds(600, 3600, 60, 120, false)).toBeCloseTo(74851.88561225985, 6);
    expect(100 * segmentSeconds(600, 3600, 60, 120, true)).toBeCloseTo(74892.57945657335, 6);
  });

  it("are fastest at the exact optimum, against half and twice of it", () => {
    const at = (tau: number): number => mean(runsOf(checkpointed(tau), 1500).map((run) => run.totalSeconds));
    const best = at(617.89);
    expect(best).toBeLessThan(at(617.89 / 2));
    expect(best).toBeLessThan(at(617.89 * 2));
  });
});

describe("the simulated gang", () => {
  const rows = gangClosedForms.rows();

  it("is compared in 27 figures, no two of one name", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(27);
  });

  it.each(rows)("$what: $expected within 3 standard errors", ({ deviations, simulated }) => {
    expect(deviations, simulated).toBeLessThan(3);
  });
});

describe("machine repair with spares", () => {
  const cases = [
    {
      n: 4,
      S: 2,
      rate: 0.1,
      mu: 1,
      c: 1,
      hot: false,
      up: 0.9469329085894099,
      down: 0.6132628879996893,
      working: 3.929917252631988,
    },
    {
      n: 4,
      S: 2,
      rate: 0.1,
      mu: 1,
      c: 6,
      hot: false,
      up: 0.992290173538142,
      down: 0.39917098178798893,
      working: 3.991709817879889,
    },
    {
      n: 1024,
      S: 8,
      rate: 0.0065,
      mu: 0.5,
      c: 0,
      hot: false,
      up: 0.08783671390229586,
      down: 13.242783655797782,
      working: 1018.6756658305986,
    },
    {
      n: 1024,
      S: 16,
      rate: 0.0065,
      mu: 0.5,
      c: 0,
      hot: false,
      up: 0.8129073598680338,
      down: 13.30530581746986,
      working: 1023.4850628822969,
    },
    {
      n: 1024,
      S: 24,
      rate: 0.0065,
      mu: 0.5,
      c: 0,
      hot: false,
      up: 0.99730578270425,
      down: 13.31193263856251,
      working: 1023.9948183509623,
    },
    {
      n: 1024,
      S: 16,
      rate: 0.0065,
      mu: 0.5,
      c: 0,
      hot: true,
      up: 0.8109419247737714,
      down: 13.34649555774926,
      working: 1023.4796533938118,
    },
    {
      n: 4096,
      S: 64,
      rate: 0.01,
      mu: 0.48007681228996635,
      c: 0,
      hot: false,
      up: 0.010327739188059903,
      down: 84.8841606404301,
      working: 4075.0917254167107,
    },
  ];

  it.each(cases)("has the chain's steady state: n $n, S $S, c $c, hot $hot", (c) => {
    const state = machineRepair({
      needed: c.n,
      spares: c.S,
      failureRate: c.rate,
      repairRate: c.mu,
      crews: c.c === 0 ? Infinity : c.c,
      hot: c.hot,
    });
    expect(state.allUp).toBeCloseTo(c.up, 10);
    expect(state.meanDown).toBeCloseTo(c.down, 8);
    expect(state.meanWorking).toBeCloseTo(c.working, 8);
  });

  it("without spares is a series system: all m up with (1 - p)^m", () => {
    for (const [m, down, exact] of [
      [4, 0.005, 0.98015],
      [4, 0.01, 0.960596],
      [36, 0.002, 0.930464],
    ] as const) {
      expect(allHealthy(m, down)).toBeCloseTo(exact, 6);
      const shop = { needed: m, spares: 0, failureRate: down / (1 - down), repairRate: 1, crews: Infinity };
      expect(machineRepair({ ...shop, hot: true }).allUp).toBeCloseTo(exact, 6);
    }
  });

  it("is Little's law in the shop, with and without a limit on crews", () => {
    for (const crews of [0, 8]) {
      const settings = Object.entries({
        "job.computeDays": 1000,
        "repair.manualCrews": crews,
        "repair.autoCrews": crews,
      }).map(([path, value]) => ({ path, value }));
      for (const run of runsOf(loadGangOrThrow("airesim-a", { settings }), 5)) {
        const { arrivals, serverSeconds, meanSojournSeconds } = run.shop;
        const little = (arrivals / run.totalSeconds) * meanSojournSeconds;
        // The same stays counted in two ways, but for what is left of those that outlast the job: a few in thousands.
        const ratioOfBoth = little / (serverSeconds / run.totalSeconds);
        expect(ratioOfBoth).toBeGreaterThanOrEqual(1);
        expect(ratioOfBoth).toBeLessThan(1.005);
      }
    }
  });
});

describe("spares by the binomial", () => {
  it("are 3, 4, 5 and 6 of 1,024 at 99 % (ByteRobust, https://arxiv.org/abs/2509.16293)", () => {
    const spares = [0.0005, 0.001, 0.0013, 0.002].map((down) => binomialSpares(1024, down, 0.99));
    expect(spares).toEqual([3, 4, 5, 6]);
  });

  it("are none where nothing fails and all where everything does", () => {
    expect(binomialSpares(10, 0, 0.99)).toBe(0);
    expect(binomialSpares(10, 1, 0.99)).toBe(10);
  });
});
