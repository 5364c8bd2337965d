/** Lognormal factors of mean 1 in strips of probability: rates of single minutes, shares of single instances. */
import { log, normalCdf, standardNormal } from "../engine/index.ts";

export interface Factors {
  readonly value: Float64Array;
  readonly weight: Float64Array;
}

/** Strips finer towards 1, where the busy minutes are. */
const MINUTE_EDGES: readonly number[] = [
  0, 0.25, 0.45, 0.62, 0.76, 0.86, 0.92, 0.955, 0.975, 0.988, 0.995, 0.999, 1,
];

/** The standard deviation of the logarithm of a lognormal with this coefficient of variation. */
export const sigmaOfCv = (cv: number): number => Math.sqrt(log(1 + cv * cv));

export function minuteFactors(cv: number): Factors {
  return cv > 0 ? strips(cv, MINUTE_EDGES) : one();
}

/**
 * Chance that a minute of one strip is followed by one of another, [from][to], where the rates' logarithms are normal with
 * this correlation. Made even in both directions, so that the strips keep their weights.
 */
export function minuteSteps({ weight }: Factors, memory: number): Float64Array {
  const count = weight.length;
  const joint = new Float64Array(count * count);
  const rest = Math.sqrt(1 - memory * memory);
  for (let i = 0; i < count; i++) {
    const middle = standardNormal(((MINUTE_EDGES[i] ?? 0) + (MINUTE_EDGES[i + 1] ?? 1)) / 2);
    let below = 0;
    for (let j = 0; j < count; j++) {
      const edge = MINUTE_EDGES[j + 1] ?? 1;
      const next = edge >= 1 ? 1 : normalCdf((standardNormal(edge) - memory * middle) / rest);
      const chance = ((weight[i] ?? 0) * (next - below)) / 2;
      joint[i * count + j] = (joint[i * count + j] ?? 0) + chance;
      joint[j * count + i] = (joint[j * count + i] ?? 0) + chance;
      below = next;
    }
  }
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += joint[i * count + j] ?? 0;
    for (let j = 0; j < count; j++) joint[i * count + j] = (joint[i * count + j] ?? 0) / sum;
  }
  return joint;
}

/** Shares of the load over instances, as many equal strips as there are instances: mean exactly 1. */
export function shareFactors(cv: number, instances: number): Factors {
  if (!(cv > 0) || instances < 2) return one();
  return strips(
    cv,
    Array.from({ length: instances + 1 }, (_, i) => i / instances),
  );
}

const one = (): Factors => ({ value: Float64Array.of(1), weight: Float64Array.of(1) });

/** Mean of a lognormal of mean 1 between two quantiles: (Phi(b - sigma) - Phi(a - sigma)) / (to - from). */
function strips(cv: number, edges: readonly number[]): Factors {
  const sigma = sigmaOfCv(cv);
  const value = new Float64Array(edges.length - 1);
  const weight = new Float64Array(edges.length - 1);
  let below = 0;
  for (let i = 1; i < edges.length; i++) {
    const [from, to] = [edges[i - 1] ?? 0, edges[i] ?? 1];
    const above = to >= 1 ? 1 : normalCdf(standardNormal(to) - sigma);
    weight[i - 1] = to - from;
    value[i - 1] = (above - below) / (to - from);
    below = above;
  }
  return { value, weight };
}
