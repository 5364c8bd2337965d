// What a replacement gains in useful work per watt.
import { expect, it, test } from "vitest";
import { usefulGain } from "../../src/fleet/useful-gain.ts";

const work = (trainingPerWatt: number, tokensPerWatt: number): Parameters<typeof usefulGain>[0] => ({
  trainingPerWatt,
  tokensPerWatt,
});

// [next: FLOP/s and tokens/s per W, old, weight of training, gain]
test.each([
  [work(2, 3), work(1, 1), 0.35, 2.65],
  [work(2, 3), work(1, 1), 0, 3],
  [work(2, 3), work(1, 1), 1, 2],
  [work(0.69, 0.85), work(1, 1), 0.35, 0.794],
  [work(5, 7), work(5, 7), 0.5, 1],
  // Where one of the two is not done by both, the other counts alone.
  [work(0, 3), work(1, 2), 0.35, 1.5],
  [work(3, 4), work(2, 0), 0.35, 1.5],
  // Nothing to compare.
  [work(1, 0), work(0, 1), 0.35, 0],
  [work(0, 0), work(1, 1), 0.35, 0],
])("%o for %o at weight %f gains %f", (next, old, weight, gain) => {
  expect(usefulGain(next, old, weight)).toBeCloseTo(gain, 12);
});

it("can be above 1 both ways: two chips, each better at one of the two", () => {
  const [a, b] = [work(2, 1), work(1, 2)];
  expect(usefulGain(a, b, 0.5)).toBe(1.25);
  expect(usefulGain(b, a, 0.5)).toBe(1.25);
});
