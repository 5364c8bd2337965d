// New chips on the same megawatt: a case by hand, limits, break-evens, and which way each input moves the answer.
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { annuity, replacementValue } from "../../src/index.ts";
import type { Steps, Replacement } from "../../src/index.ts";

const always = (value: number): Steps => ({ from: [0], value: [value] });
/** 10 M a year of work on one MW; 15 M of chips for 5 years that do twice the work; half a year out of use for 1 M. */
const plan: Replacement = {
  gain: 2,
  chipsUsd: 15e6,
  lifeYears: 5,
  retrofitUsd: 1e6,
  outYears: 0.5,
  work: always(10e6),
  energy: always(1e6),
  discountPerYear: 0,
  atYears: 0,
};

describe("by hand", () => {
  it("without discount: 50 more, 5 lost, 16 paid, 0.5 saved leave 29.5 M", () => {
    expect(replacementValue(plan)).toEqual({
      extraWorkUsd: 50e6,
      lostWorkUsd: 5e6,
      chipsUsd: 15e6,
      retrofitUsd: 1e6,
      savedEnergyUsd: 0.5e6,
      netUsd: 29.5e6,
      // 16 M over 5.5 years.
      capitalUsdPerYear: 16e6 / 5.5,
      // 50 (g - 1) = 16 + 5 - 0.5.
      breakEvenGain: 1.41,
      // 45 k = 15.5.
      breakEvenWorth: 15.5 / 45,
      mostChipsUsd: 44.5e6,
      mostRetrofitUsd: 30.5e6,
    });
  });

  it("at 10 %: a life of 5 years after half a year is worth 3.7922 years of it", () => {
    // (1.1^-0.5 - 1.1^-5.5) / ln 1.1 = (0.9534626 - 0.5920235) / 0.0953102, and (1 - 0.9534626) / 0.0953102.
    const { extraWorkUsd, lostWorkUsd, netUsd } = replacementValue({ ...plan, discountPerYear: 0.1 });
    expect(extraWorkUsd / 10e6).toBeCloseTo(3.79224, 4);
    expect(lostWorkUsd / 10e6).toBeCloseTo(0.48827, 4);
    expect(netUsd / 1e6).toBeCloseTo(37.9224 - 4.8827 - 16 + 0.48827, 3);
  });

  it("follows a worth that changes: 10 M a year, 4 M from the second year on", () => {
    const work = { from: [0, 2], value: [10e6, 4e6] };
    // From year 1 on: 0.5 out at 10, 0.5 at 10, 4.5 at 4.
    const value = replacementValue({ ...plan, work, atYears: 1 });
    expect(value.lostWorkUsd).toBe(5e6);
    expect(value.extraWorkUsd).toBe(23e6);
    // The first worth also holds before its day, the last for good.
    expect(replacementValue({ ...plan, work, atYears: -9 }).extraWorkUsd).toBe(50e6);
    expect(replacementValue({ ...plan, work, atYears: 99 }).extraWorkUsd).toBe(20e6);
  });
});

describe("limits", () => {
  it("of an infinite life are those of a perpetuity: a flow of 1 is worth 1 / ln(1 + r)", () => {
    expect(annuity(0, Infinity, 0.08)).toBeCloseTo(1 / Math.log(1.08), 12);
    const forGood = replacementValue({ ...plan, discountPerYear: 0.08, lifeYears: Infinity, outYears: 0 });
    expect(forGood.extraWorkUsd).toBeCloseTo(10e6 / Math.log(1.08), 3);
    expect(forGood.capitalUsdPerYear).toBeCloseTo(16e6 * Math.log(1.08), 3);
    const long = replacementValue({ ...plan, discountPerYear: 0.08, lifeYears: 500, outYears: 0 });
    expect(long.netUsd).toBeCloseTo(forGood.netUsd, 0);
  });

  it("of no discount are refused where the life is infinite", () => {
    expect(() => replacementValue({ ...plan, lifeYears: Infinity })).toThrow(
      "discountPerYear must be above 0 where the life is infinite (found 0)",
    );
  });

  it("of a hall that takes both: nothing is lost and nothing paid for it", () => {
    const value = replacementValue({ ...plan, retrofitUsd: 0, outYears: 0 });
    expect(value).toMatchObject({ lostWorkUsd: 0, savedEnergyUsd: 0, netUsd: 35e6, breakEvenGain: 1.3 });
  });

  it("of a worth that cannot be enough: the lost work alone is more than what is gained", () => {
    expect(replacementValue({ ...plan, gain: 1.05 }).breakEvenWorth).toBe(Infinity);
  });
});

const amount = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
const anyPlan = fc.record({
  gain: fc.double({ min: 0.2, max: 6, noNaN: true }),
  chipsUsd: amount(50e6),
  lifeYears: fc.double({ min: 0.5, max: 30, noNaN: true }),
  retrofitUsd: amount(20e6),
  outYears: amount(2),
  work: fc.double({ min: 1e6, max: 50e6, noNaN: true }).map(always),
  energy: amount(1e6).map(always),
  discountPerYear: amount(0.3),
  atYears: amount(10),
});
const cents = 1;

describe("whatever the inputs", () => {
  test.prop([anyPlan])("the terms add up to the net", (input) => {
    const v = replacementValue(input);
    const sum = v.extraWorkUsd - v.lostWorkUsd - v.chipsUsd - v.retrofitUsd + v.savedEnergyUsd;
    expect(v.netUsd).toBeCloseTo(sum, 2);
  });

  test.prop([anyPlan, fc.double({ min: 0, max: 1, noNaN: true })])("no gain never pays", (input, gain) => {
    expect(replacementValue({ ...input, gain }).netUsd).toBeLessThanOrEqual(cents);
  });

  test.prop([anyPlan])("the net is 0 at each break-even", (input) => {
    const v = replacementValue(input);
    const at = (change: Partial<Replacement>): number => replacementValue({ ...input, ...change }).netUsd;
    expect(Math.abs(at({ gain: v.breakEvenGain }))).toBeLessThan(cents);
    expect(Math.abs(at({ chipsUsd: v.mostChipsUsd }))).toBeLessThan(cents);
    expect(Math.abs(at({ retrofitUsd: v.mostRetrofitUsd }))).toBeLessThan(cents);
    // Far off, a multiple has few digits left.
    if (v.breakEvenWorth > 0 && v.breakEvenWorth < 1e4) {
      const work = always((input.work.value[0] ?? 0) * v.breakEvenWorth);
      expect(Math.abs(at({ work }))).toBeLessThan(cents);
    }
  });

  test.prop([anyPlan, fc.double({ min: 0, max: 2, noNaN: true })])(
    "each input moves it one way",
    (input, more) => {
      const { netUsd } = replacementValue(input);
      const with_ = (change: Partial<Replacement>): number =>
        replacementValue({ ...input, ...change }).netUsd;
      expect(with_({ gain: input.gain + more })).toBeGreaterThanOrEqual(netUsd - cents);
      expect(with_({ chipsUsd: input.chipsUsd + more * 1e6 })).toBeLessThanOrEqual(netUsd + cents);
      expect(with_({ retrofitUsd: input.retrofitUsd + more * 1e6 })).toBeLessThanOrEqual(netUsd + cents);
      expect(with_({ energy: always(more * 1e6 + (input.energy.value[0] ?? 0)) })).toBeGreaterThanOrEqual(
        netUsd - cents,
      );
      if (input.gain < 1) return;
      expect(with_({ lifeYears: input.lifeYears + more })).toBeGreaterThanOrEqual(netUsd - cents);
      expect(with_({ outYears: input.outYears + more })).toBeLessThanOrEqual(netUsd + cents);
      // Where it pays, more valuable work makes it pay more.
      const worth = always((input.work.value[0] ?? 0) * (1 + more));
      if (netUsd > 0 && input.chipsUsd + input.retrofitUsd > 2e6)
        expect(with_({ work: worth })).toBeGreaterThanOrEqual(netUsd - cents);
    },
  );

  test.prop([anyPlan, amount(10)])(
    "a worth written in steps that do not differ is one worth",
    (input, at) => {
      const value = input.work.value[0] ?? 0;
      const steps = { from: [0, at, at + 1], value: [value, value, value] };
      expect(replacementValue({ ...input, work: steps }).netUsd).toBeCloseTo(
        replacementValue(input).netUsd,
        2,
      );
    },
  );
});
