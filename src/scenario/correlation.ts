/** Correlations between named factors as a matrix: read, factored, judged. Square matrices are flat, row by row. */

/** Correlations as they are written: each pair once, in either order. */
export type Correlations = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The symmetric matrix of `names`, 1 on its diagonal, 0 for pairs that are not named. */
export function correlationMatrix(names: readonly string[], correlations: Correlations): Float64Array {
  const n = names.length;
  const place = new Map(names.map((name, i) => [name, i]));
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  for (const [a, row] of Object.entries(correlations))
    for (const [b, value] of Object.entries(row)) {
      const [i, j] = [place.get(a), place.get(b)];
      if (i === undefined || j === undefined || i === j) continue;
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
  return matrix;
}

/** Less than this a pivot is no variance of its own but rounding. */
const LEAST_PIVOT = 1e-9;

/**
 * Lower triangular L with L L' = matrix (Cholesky), row by row; undefined where the matrix is not positive definite. Row i
 * depends on rows up to i alone: a factor added at the end leaves those before it as they were.
 */
export function choleskyOf(matrix: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  const at = (i: number, j: number): number => lower[i * n + j] ?? 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      if (i === j && sum < LEAST_PIVOT) return undefined;
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
  }
  return lower;
}

/** Least eigenvalue of a symmetric matrix, by Jacobi's rotations. */
export function smallestEigenvalue(matrix: Float64Array, n: number): number {
  const a = matrix.slice();
  const at = (i: number, j: number): number => a[i * n + j] ?? 0;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += at(p, q) * at(p, q);
        rotate(a, n, p, q);
      }
    }
    if (off < 1e-24) break;
  }
  let least = Infinity;
  for (let i = 0; i < n; i++) least = Math.min(least, at(i, i));
  return least;
}

/** Turns the plane of p and q so that their off-diagonal entry vanishes. */
function rotate(a: Float64Array, n: number, p: number, q: number): void {
  const at = (i: number, j: number): number => a[i * n + j] ?? 0;
  const apq = at(p, q);
  if (apq === 0) return;
  const theta = (at(q, q) - at(p, p)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [at(k, p), at(k, q)];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [at(p, k), at(q, k)];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
  }
}
