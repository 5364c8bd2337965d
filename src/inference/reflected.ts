/**
 * Reflected Brownian motion after a given time: the probability that it is above a level,
 * Phi(-(x - y - mu t) / s) + exp(2 mu x / sigma^2) Phi(-(x + y + mu t) / s), s = sigma sqrt(t), started from y
 * (J. M. Harrison, Brownian Motion and Stochastic Flow Systems, 1985, 3.6). To 1e-5: it is evaluated a hundred thousand
 * times a table, so the normal's distribution function is read from a list.
 */
import { exp, normalCdf } from "../engine/index.ts";

/** Beyond this many standard deviations a tail is 0. */
const FAR = 5;
const PER_UNIT = 64;
const NEARLY = 1 - 1e-7;
const INV_SQRT_TWO_PI = 0.3989422804014327;

export class Reflected {
  private readonly powers: Float64Array;
  /** Phi at -FAR, -FAR + 1/64 ... FAR. */
  private readonly list = Float64Array.from({ length: 2 * FAR * PER_UNIT + 2 }, (_, i) =>
    normalCdf(i / PER_UNIT - FAR),
  );

  /** @param most edges of a kernel */
  constructor(most: number) {
    this.powers = new Float64Array(most);
  }

  /**
   * Sum over starts (ascending, of the given masses) of mass x P(above level). `shift` and `deviation` are mu t and s,
   * `slope` is 2 mu / sigma^2. `after[i]` is the mass of start i and all later ones.
   */
  above(
    level: number,
    starts: Float64Array,
    masses: Float64Array,
    after: Float64Array,
    shift: number,
    deviation: number,
    slope: number,
  ): number {
    const { list } = this;
    const count = starts.length;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const mass = masses[i] ?? 0;
      const direct = (level - (starts[i] ?? 0) - shift) / deviation;
      if (direct <= -FAR) {
        sum += after[i] ?? 0;
        break;
      }
      if (direct >= FAR || mass < 1e-8) continue;
      const place = (FAR - direct) * PER_UNIT;
      const at = Math.floor(place);
      const low = list[at] ?? 0;
      sum += mass * (low + (place - at) * ((list[at + 1] ?? 1) - low));
    }
    return Math.min(1, sum + this.reflections(level, starts, masses, shift, deviation, slope));
  }

  /**
   * Adds weight x P(between two edges) to a matrix [start][edge]: where a motion from each start ends. The last edge
   * stands for infinity.
   */
  addKernel(
    edges: Float64Array,
    starts: Float64Array,
    weight: number,
    shift: number,
    deviation: number,
    slope: number,
    kernel: Float64Array,
  ): void {
    const { list, powers } = this;
    const count = edges.length;
    const inverse = 1 / deviation;
    for (let j = 0; j < count; j++)
      powers[j] = slope > 0 ? slope * (edges[j] ?? 0) : exp(slope * (edges[j] ?? 0));
    for (let i = 0; i < count; i++) {
      const middle = (starts[i] ?? 0) + shift;
      const row = i * count;
      let before = 0;
      for (let j = 0; j < count - 1; j++) {
        const edge = edges[j] ?? 0;
        const direct = (edge - middle) * inverse;
        if (direct <= -FAR) continue;
        let below = 1;
        if (direct < FAR) {
          const place = (FAR + direct) * PER_UNIT;
          const at = Math.floor(place);
          const low = list[at] ?? 0;
          below = low + (place - at) * ((list[at + 1] ?? 1) - low);
        }
        const mirrored = (edge + middle) * inverse;
        if (slope > 0) {
          const size = (powers[j] ?? 0) - 0.5 * mirrored * mirrored;
          if (size > -20) below -= INV_SQRT_TWO_PI * exp(size) * mills(mirrored);
        } else if (mirrored <= -FAR) {
          below -= powers[j] ?? 0;
        } else if (mirrored < FAR) {
          const place = (FAR - mirrored) * PER_UNIT;
          const at = Math.floor(place);
          const low = list[at] ?? 0;
          below -= (powers[j] ?? 0) * (low + (place - at) * ((list[at + 1] ?? 1) - low));
        }
        if (below > before) {
          kernel[row + j] = (kernel[row + j] ?? 0) + weight * (below - before);
          before = below;
          if (below > NEARLY) break;
        }
      }
      const last = row + count - 1;
      kernel[last] = (kernel[last] ?? 0) + weight * (1 - before);
    }
  }

  /** The second term: what the floor at 0 adds. */
  private reflections(
    level: number,
    starts: Float64Array,
    masses: Float64Array,
    shift: number,
    deviation: number,
    slope: number,
  ): number {
    const { list } = this;
    const power = slope * level;
    const scale = slope <= 0 ? exp(power) : 1;
    if (scale < 1e-9) return 0;
    let sum = 0;
    for (let i = 0; i < starts.length; i++) {
      const mass = masses[i] ?? 0;
      if (mass < 1e-8) continue;
      const mirrored = (level + (starts[i] ?? 0) + shift) / deviation;
      if (slope > 0) {
        const size = power - 0.5 * mirrored * mirrored;
        if (size < -20) break;
        sum += mass * INV_SQRT_TWO_PI * exp(size) * mills(mirrored);
        continue;
      }
      if (mirrored >= FAR) break;
      if (mirrored <= -FAR) {
        sum += mass * scale;
        continue;
      }
      const place = (FAR - mirrored) * PER_UNIT;
      const at = Math.floor(place);
      const low = list[at] ?? 0;
      sum += mass * scale * (low + (place - at) * ((list[at + 1] ?? 1) - low));
    }
    return sum;
  }
}

/** Phi(-z) / phi(z) for z from 0 up, to 2e-5: Abramowitz and Stegun 26.2.17, beyond 4 the asymptotic series. */
function mills(z: number): number {
  if (z > 4) {
    const square = 1 / (z * z);
    return (1 - square * (1 - square * (3 - square * (15 - 105 * square)))) / z;
  }
  const t = 1 / (1 + 0.2316419 * z);
  // The tables give Phi(-z) = phi(z) x this.
  return t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
}
