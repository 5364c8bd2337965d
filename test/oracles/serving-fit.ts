// Fits the roofline's constants to measured deployments, without derivatives and without chance: the best of a coarse grid,
// then a compass search of halving steps from it. What is made small is the mean of |ln(predicted / measured)|: a factor of two
// counts alike up and down, and a run that was overloaded counts once, not squared.
import { exp, log } from "../../src/engine/index.ts";
import { predicted } from "./serving-points.ts";
import type { Constants, ServingPoint } from "./serving-points.ts";
import { mean } from "./statistics.ts";

const keys = ["bandwidth", "decode", "prefill", "layerSeconds"] as const;

/** Efficiencies above 1 are none; below 0.2 a chip would be broken. Seconds a layer from a kernel's launch to a slow host's. */
const RANGES: Readonly<Record<keyof Constants, readonly [low: number, high: number]>> = {
  bandwidth: [0.2, 1],
  decode: [0.2, 1],
  prefill: [0.2, 1],
  layerSeconds: [20e-6, 300e-6],
};
const GRID = 6;
/** Last step of the search, as a share. */
const FINEST = 0.002;

/** Mean of |ln(predicted / measured)|. */
export const misfit = (points: readonly ServingPoint[], constants: Constants): number =>
  mean(points.map((point) => Math.abs(log(predicted(point, constants) / point.seconds))));

export function fit(points: readonly ServingPoint[]): Constants {
  let best = onGrid(points);
  let least = misfit(points, best);
  for (let step = log(5) / (GRID - 1) / 2; step > FINEST; step /= 2) {
    for (let moved = true; moved;) {
      moved = false;
      for (const tried of neighbours(best, step)) {
        const value = misfit(points, tried);
        // Of equals the first stays, so that the way is the same everywhere.
        if (value < least - 1e-12) [best, least, moved] = [tried, value, true];
      }
    }
  }
  return best;
}

function onGrid(points: readonly ServingPoint[]): Constants {
  const level = (key: keyof Constants, k: number): number => {
    const [low, high] = RANGES[key];
    return low * exp((log(high / low) * k) / (GRID - 1));
  };
  let best: Constants | undefined;
  let least = Infinity;
  for (let index = 0; index < GRID ** keys.length; index++) {
    const at = (digit: number): number => Math.floor(index / GRID ** digit) % GRID;
    const tried: Constants = {
      bandwidth: level("bandwidth", at(0)),
      decode: level("decode", at(1)),
      prefill: level("prefill", at(2)),
      layerSeconds: level("layerSeconds", at(3)),
    };
    const value = misfit(points, tried);
    if (value < least) [best, least] = [tried, value];
  }
  if (best === undefined) throw new Error("nothing to fit");
  return best;
}

/** A step up and down in each constant, and in each pair of them, within their ranges. */
function neighbours(from: Constants, step: number): readonly Constants[] {
  const moves = [-1, 0, 1];
  const found: Constants[] = [];
  for (const [i, first] of keys.entries())
    for (const second of keys.slice(i + 1))
      for (const a of moves)
        for (const b of moves)
          if (a !== 0 || b !== 0)
            found.push({
              ...from,
              [first]: within(first, from[first] * exp(a * step)),
              [second]: within(second, from[second] * exp(b * step)),
            });
  return found;
}

const within = (key: keyof Constants, value: number): number => {
  const [low, high] = RANGES[key];
  return Math.min(high, Math.max(low, value));
};
