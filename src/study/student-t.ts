/**
 * Two-sided 95 % quantile of Student's t (the 0.975 quantile): a table to 30 degrees of freedom, beyond it the expansion
 * about the normal quantile (Abramowitz and Stegun 26.7.5), which is then within 1e-5. Infinity below one degree.
 */
export function t95(degrees: number): number {
  if (degrees < 1) return Infinity;
  const known = TABLE[Math.floor(degrees) - 1];
  if (known !== undefined) return known;
  const z = Z975;
  const z3 = z * z * z;
  const z5 = z3 * z * z;
  const z7 = z5 * z * z;
  const n = Math.floor(degrees);
  return (
    z +
    (z3 + z) / (4 * n) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
  );
}

const Z975 = 1.959963984540054;

const TABLE = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
  2.200985, 2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614,
  2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272,
];
