import { describe, expect, it } from "vitest";
import { log1p } from "../../src/engine/index.ts";
import { atLoad, placeOf, withinShare } from "../../src/inference/latency.ts";
import { minuteFactors, shareFactors } from "../../src/inference/minute-factors.ts";
import { compileTtftTable } from "../../src/inference/prefill-wait.ts";
import type { TtftParams } from "../../src/inference/prefill-wait.ts";
import {
  measuredServiceTimes,
  promptLengths,
  serviceTimes,
  sorted,
} from "../../src/inference/service-times.ts";
import { minusLogBeyond, waitTable } from "../../src/inference/single-server.ts";
import { compileTokenTimes } from "../../src/inference/token-time.ts";
import type { TokenTimeParams } from "../../src/inference/token-time.ts";

const exponentialTimes = (mean: number): ReturnType<typeof sorted> =>
  sorted(
    Array.from({ length: 2000 }, (_, i) => ({
      seconds: -mean * log1p(-(i + 0.5) / 2000),
      weight: 1 / 2000,
    })),
  );

const calm = { busyAtFull: 1, instances: 1, shareCv: 0, minuteCv: 0, minuteSeconds: 60, arrivalScv: 1 };
const lengths = promptLengths(1155, 1020, 4142);
const times = serviceTimes(lengths, { linear: 1e-4, quadratic: 1e-9, hit: 0, cold: 0 });
const busy: TtftParams = { ...calm, times, instances: 16, shareCv: 0.1, minuteCv: 0.28 };

describe("lengths of prompts", () => {
  it("keep the mean and the ratio of p99 to the median", () => {
    const { median, sigma } = lengths;
    expect(median * Math.exp(sigma ** 2 / 2)).toBeCloseTo(1155, 9);
    expect(Math.exp(2.3263478740408408 * sigma)).toBeCloseTo(4142 / 1020, 9);
  });

  it("give prefill times of the mean and the variance of their lognormal", () => {
    const plain = serviceTimes(lengths, { linear: 1e-4, quadratic: 0, hit: 0, cold: 0 });
    expect(plain.mean / 0.1155).toBeCloseTo(1, 9);
    expect(Math.abs(plain.scv / (Math.exp(lengths.sigma ** 2) - 1) - 1)).toBeLessThan(0.01);
  });

  it("take a share off for what is in the cache, whoever finds it", () => {
    const rate = { linear: 1e-4, quadratic: 0, hit: 0.6, cold: 0 };
    const even = serviceTimes(lengths, rate);
    const split = serviceTimes(lengths, { ...rate, cold: 0.3 });
    expect(even.mean / 0.1155).toBeCloseTo(0.4, 9);
    expect(split.mean / 0.1155).toBeCloseTo(0.4, 9);
    expect(split.scv).toBeGreaterThan(even.scv);
  });

  it("may be measured", () => {
    const measured = measuredServiceTimes(Array.from({ length: 1000 }, (_, i) => i + 1));
    expect(measured.mean).toBeCloseTo(500.5, 9);
    expect(() => measuredServiceTimes([])).toThrow("at least one");
  });

  it("refuse what cannot be", () => {
    expect(() => promptLengths(100, 90, 80)).toThrow("p99 at least p50");
  });
});

describe("the wait before one server", () => {
  it("of M/M/1 is exact within 2 % where one in a thousand waits longer", () => {
    const service = exponentialTimes(1);
    const table = waitTable(service);
    for (const load of [0.1, 0.3, 0.5, 0.8, 0.9])
      for (const wait of [0.5, 2, 5]) {
        const exact = load * Math.exp(-(1 - load) * wait);
        expect(Math.abs(Math.exp(-minusLogBeyond(table, service, load, wait)) / exact - 1)).toBeLessThan(
          0.02,
        );
      }
  });

  it("of M/D/1 is Erlang's within 2 %", () => {
    const service = sorted([{ seconds: 1, weight: 1 }]);
    const table = waitTable(service);
    const exact = (load: number, wait: number): number => {
      let sum = 0;
      let factorial = 1;
      for (let k = 0; k <= Math.floor(wait); k++) {
        if (k > 0) factorial *= k;
        sum += ((-load * (wait - k)) ** k / factorial) * Math.exp(load * (wait - k));
      }
      return 1 - (1 - load) * sum;
    };
    for (const load of [0.3, 0.5, 0.8, 0.9])
      for (const wait of [1.5, 3, 5])
        expect(
          Math.abs(Math.exp(-minusLogBeyond(table, service, load, wait)) / exact(load, wait) - 1),
        ).toBeLessThan(0.02);
  });
});

describe("the time to the first token", () => {
  it("of M/M/1 in calm minutes is exponential", () => {
    const table = compileTtftTable({ ...calm, times: exponentialTimes(0.01) });
    for (const load of [0.3, 0.5, 0.7, 0.8, 0.85]) {
      const p99 = (Math.log(100) * 0.01) / (1 - load);
      expect(Math.abs(atLoad(table.p99, load) / p99 - 1), `load ${load}`).toBeLessThan(0.05);
      expect(Math.abs(atLoad(table.mean, load) / (0.01 / (1 - load)) - 1)).toBeLessThan(0.05);
    }
  });

  it("is the prefill alone without load", () => {
    const table = compileTtftTable(busy);
    expect(atLoad(table.mean, 0)).toBeCloseTo(times.mean, 12);
    expect(atLoad(table.p50, 0)).toBeGreaterThan(0.08);
  });

  it("rises with the load, with busy minutes, with uneven shares and with few slots", () => {
    const table = compileTtftTable(busy);
    for (let l = 1; l < table.loads.length; l++)
      expect(table.p99[l]!, `load ${table.loads[l]}`).toBeGreaterThanOrEqual(table.p99[l - 1]!);
    const p99 = (changes: Partial<TtftParams>, load: number): number =>
      atLoad(compileTtftTable({ ...busy, ...changes }).p99, load);
    for (const load of [0.5, 0.7, 0.85]) {
      const now = p99({}, load);
      expect(p99({ minuteCv: 0.5 }, load)).toBeGreaterThan(now);
      expect(p99({ shareCv: 0.3 }, load)).toBeGreaterThan(now);
      expect(p99({ arrivalScv: 4 }, load)).toBeGreaterThanOrEqual(now);
      const slots = {
        perInstance: 64,
        requestsPerSecond: 3,
        holdSeconds: (): number => 20,
      };
      expect(p99({ slots }, load)).toBeGreaterThanOrEqual(now);
    }
  });

  it("is within a target for the share the table says", () => {
    const table = compileTtftTable(busy);
    for (const load of [0.3, 0.6, 0.85]) {
      const share = withinShare(table, load, placeOf(table, atLoad(table.p99, load)));
      expect(share).toBeGreaterThan(0.985);
      expect(share).toBeLessThan(0.992);
    }
    expect(withinShare(table, 0.5, placeOf(table, 0))).toBe(0);
    expect(withinShare(table, 0.5, placeOf(table, 1e6))).toBeCloseTo(1, 6);
  });

  it("is read between loads and stays at the last beyond them", () => {
    const table = compileTtftTable(busy);
    expect(atLoad(table.p99, 0.525)).toBeCloseTo((table.p99[10]! + table.p99[11]!) / 2, 12);
    expect(atLoad(table.p99, 5)).toBe(table.p99[24]);
    expect(atLoad(table.p99, NaN)).toBe(table.p99[0]);
  });
});

describe("factors of minutes and shares", () => {
  it("have mean 1 and, but for what a strip hides, their coefficient of variation", () => {
    for (const cv of [0.1, 0.28, 1]) {
      for (const { value, weight } of [minuteFactors(cv), shareFactors(cv, 40)]) {
        let mean = 0;
        let square = 0;
        value.forEach((each, i) => {
          mean += each * weight[i]!;
          square += each * each * weight[i]!;
        });
        expect(mean).toBeCloseTo(1, 12);
        expect(Math.sqrt(square - 1) / cv).toBeGreaterThan(0.9);
        expect(Math.sqrt(square - 1) / cv).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("the time a token", () => {
  const params: TokenTimeParams = {
    requestsPerSecond: 8,
    outputTokens: 200,
    prefillSeconds: 0.1,
    tokenSeconds: (n) => 0.02 + 1e-4 * n,
    slots: 128,
    decodeDuringPrefill: 1,
    instances: 1,
    shareCv: 0,
    minuteCv: 0,
    minuteSeconds: 60,
  };

  it("and the sequences at once satisfy Little's law together", () => {
    const table = compileTokenTimes(params);
    for (const load of [0.25, 0.5, 1]) {
      const held = atLoad(table.occupied, load);
      const rate = 8 * load;
      const token = 0.02 + 1e-4 * (held - rate * 0.1);
      expect(held).toBeCloseTo(rate * (0.1 + 200 * token), 1);
      expect(atLoad(table.holdSeconds, load)).toBeCloseTo(held / rate, 2);
    }
  });

  it("is longer where prefill goes first, and its p99 where minutes differ", () => {
    const apart = compileTokenTimes(params);
    const together = compileTokenTimes({ ...params, decodeDuringPrefill: 0 });
    const bursts = compileTokenTimes({ ...params, minuteCv: 0.5 });
    for (const load of [0.3, 0.6, 0.9]) {
      expect(atLoad(together.mean, load)).toBeGreaterThan(atLoad(apart.mean, load));
      expect(atLoad(bursts.p99, load)).toBeGreaterThan(atLoad(apart.p99, load));
      expect(atLoad(apart.p99, load)).toBeGreaterThan(atLoad(apart.p50, load));
    }
  });
});
