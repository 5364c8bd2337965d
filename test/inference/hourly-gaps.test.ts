// A gap inside a series becomes a straight line; nothing is made up outside it.
import { expect, it } from "vitest";
import { interpolateGaps } from "../../src/inference/hourly-gaps.ts";

it.each([
  [
    [1, NaN, 3],
    [1, 2, 3],
  ],
  [
    [NaN, 4, NaN, NaN, 1, NaN],
    [NaN, 4, 3, 2, 1, NaN],
  ],
  [
    [5, NaN, NaN],
    [5, NaN, NaN],
  ],
  [
    [NaN, NaN],
    [NaN, NaN],
  ],
  [
    [0, NaN, 0],
    [0, 0, 0],
  ],
])("%j becomes %j", (before, after) => {
  const series = Float64Array.from([99, ...before, 99]);
  interpolateGaps(series, 1, series.length - 1);
  expect([...series]).toEqual([99, ...after, 99]);
});
