// How large a gang may be: the ETTR that published failure rates give, and the largest that keeps a floor.
import { describe, expect, it, test } from "vitest";
import { largestGang } from "../../src/training/index.ts";

/** Llama 3: 419 unexpected interruptions on 16,384 accelerators in 54 days, per accelerator-second. */
const PER_SECOND = 1.97e-5 / 3600;
const gang = (
  recoverySeconds: number,
  mostUs: number,
  chipsPerUs = 1,
): Parameters<typeof largestGang>[1] => ({
  failuresPerUsSecond: chipsPerUs * PER_SECOND,
  jobFailuresPerSecond: 0,
  writeSeconds: 10,
  recoverySeconds,
  restartsCanFail: true,
  mostUs,
});

describe("the expected ETTR at the optimal interval, 10 s writes, restarts that can fail", () => {
  // [chips, 10 minutes of recovery, 2 minutes, 47 s]
  test.each([
    [16_384, 0.908, 0.948, 0.954],
    [65_536, 0.74, 0.879, 0.902],
    [131_072, 0.575, 0.812, 0.855],
    [262_144, 0.355, 0.707, 0.785],
    [524_288, 0.139, 0.552, 0.681],
    [1_048_576, 0.022, 0.35, 0.533],
  ])("of %i chips is %f, %f and %f, to 0.001", (chips, ...ettr) => {
    [600, 120, 47].forEach((recovery, i) => {
      // All of them keep a floor just below it, and not all of them one just above.
      expect(largestGang((ettr[i] ?? NaN) - 0.001, gang(recovery, chips))).toBe(chips);
      expect(largestGang((ettr[i] ?? NaN) + 0.001, gang(recovery, chips))).toBeLessThan(chips);
    });
  });
});

describe("the largest gang", () => {
  // Found by bisection on the exact expected time, its interval minimised by golden section instead of Lambert W.
  it.each([
    [600, 46_075],
    [120, 144_325],
    [47, 231_648],
  ])("at a floor of 0.8 and %i s of recovery has %i chips", (recovery, chips) => {
    expect(largestGang(0.8, gang(recovery, 10_000_000))).toBe(chips);
  });

  it("comes in whole UltraServers", () => {
    const chips = largestGang(0.8, gang(600, 10_000_000));
    expect(largestGang(0.8, gang(600, 10_000_000, 64))).toBe(Math.floor(chips / 64));
  });

  it("is none where one UltraServer is too many, and all where nothing fails", () => {
    expect(largestGang(0.999_999, gang(600, 50, 144))).toBe(0);
    expect(largestGang(1, { ...gang(600, 77), failuresPerUsSecond: 0 })).toBe(77);
  });

  it("is smaller where its software fails too, and where restarts are counted as failing", () => {
    const plain = largestGang(0.8, gang(600, 1_000_000));
    expect(largestGang(0.8, { ...gang(600, 1_000_000), jobFailuresPerSecond: 1e-5 })).toBeLessThan(plain);
    expect(largestGang(0.8, { ...gang(600, 1_000_000), restartsCanFail: false })).toBeGreaterThan(plain);
  });
});
