// Just enough statistics to say whether a simulated mean agrees with an exact one.

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
};

export const standardError = (values: readonly number[]): number =>
  Math.sqrt(variance(values) / values.length);

/** Standard errors between the mean of `values` and `exact`. */
export const deviation = (values: readonly number[], exact: number): number =>
  (mean(values) - exact) / standardError(values);

/** Student's t of the paired differences `a - b`. */
export const pairedT = (a: readonly number[], b: readonly number[]): number =>
  deviation(
    a.map((value, i) => value - (b[i] ?? Number.NaN)),
    0,
  );

export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = a.map((value, i) => (value - meanA) * ((b[i] ?? Number.NaN) - meanB));
  return (mean(products) * a.length) / ((a.length - 1) * Math.sqrt(variance(a) * variance(b)));
}
