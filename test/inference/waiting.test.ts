import { describe, expect, test } from "vitest";
import { test as given, fc } from "@fast-check/vitest";
import { Waiting } from "../../src/inference/waiting.ts";

describe("demand that waits", () => {
  test("is served oldest first and given up after its hours", () => {
    const waiting = new Waiting(Int32Array.of(3));
    expect(waiting.settle(0, 0, 10, 0)).toBe(0);
    expect(waiting.settle(0, 1, 20, 4)).toBe(0);
    // 6 of hour 0 and 20 of hour 1 wait.
    expect(waiting.tokens[0]).toBe(26);
    expect(waiting.settle(0, 2, 0, 0)).toBe(0);
    // Hour 0's rest has waited three hours.
    expect(waiting.settle(0, 3, 0, 0)).toBe(6);
    expect(waiting.settle(0, 4, 0, 15)).toBe(5);
    expect(waiting.tokens[0]).toBe(0);
  });

  test("goes on after a restore as if nothing had happened", () => {
    const [one, two] = [new Waiting(Int32Array.of(5, 0)), new Waiting(Int32Array.of(5, 0))];
    for (let hour = 0; hour < 13; hour++) one.settle(0, hour, 7 + hour, hour % 3 === 0 ? 20 : 0);
    two.restore(one.snapshot(), 12);
    for (let hour = 13; hour < 40; hour++)
      expect(two.settle(0, hour, 3, hour % 4)).toBe(one.settle(0, hour, 3, hour % 4));
    expect(two.tokens).toEqual(one.tokens);
  });

  given.prop([
    fc.integer({ min: 1, max: 30 }),
    fc.array(fc.tuple(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 100,
    }),
  ])("is neither made nor lost", (hours, steps) => {
    const waiting = new Waiting(Int32Array.of(hours));
    let [came, went, expired] = [0, 0, 0];
    steps.forEach(([arrived, part], hour) => {
      const served = part * ((waiting.tokens[0] ?? 0) + arrived);
      expired += waiting.settle(0, hour, arrived, served);
      came += arrived;
      went += served;
    });
    expect(went + expired + (waiting.tokens[0] ?? 0)).toBeCloseTo(came, 6);
  });
});
