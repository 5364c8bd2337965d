// What checkpoints and recovery should cost, worked out apart from the simulator: recursions over what can happen next,
// and one Monte Carlo with a generator of its own.

interface Failing {
  readonly mtbf: number;
  readonly restart: number;
  readonly restartsCanFail: boolean;
}

/** From a failure to running again: exponential failures may begin the restart anew. */
const restarted = ({ mtbf, restart, restartsCanFail }: Failing): number =>
  restartsCanFail ? mtbf * Math.expm1(restart / mtbf) : restart;

/**
 * Expected seconds for n segments of work tau, each followed by `stall`, whose checkpoint is durable `lag` later while
 * the next is worked on; after the last one the gang waits for it. A stretch of X ~ Exp(M) leaves floor((X - lag) / z)
 * of them, z = tau + stall; V_n follows from V_1 to V_(n - 1).
 */
export function asyncCompletion(
  n: number,
  tau: number,
  stall: number,
  lag: number,
  failing: Failing,
): number {
  const { mtbf } = failing;
  const z = tau + stall;
  const survives = (t: number): number => Math.exp(-t / mtbf);
  const again = restarted(failing);
  const value = [0];
  for (let left = 1; left <= n; left++) {
    const whole = left * z + lag;
    // E[min(X, whole)], then what each number of durable segments leaves to do.
    let sum = mtbf * (1 - survives(whole)) + (1 - survives(whole)) * again;
    for (let done = 1; done < left; done++) {
      const chance = survives(done * z + lag) - survives((done + 1) * z + lag);
      sum += chance * (value[left - done] ?? NaN);
    }
    const none = 1 - survives(z + lag);
    value.push(sum / (1 - none));
  }
  return value[n] ?? NaN;
}

/**
 * Expected seconds of one durable cycle: work tau with a copy to memory (blocking `copy`) each `every`, then a blocking
 * write. Failures of rate `soft` leave the last copy, those of rate `hard` only the durable checkpoint before.
 */
export function memoryCycle(
  of: { tau: number; every: number; copy: number; write: number; restart: number },
  soft: number,
  hard: number,
): number {
  const rate = soft + hard;
  const copies = Math.ceil(of.tau / of.every - 1e-9) - 1;
  const until = (x: number): number => (1 - Math.exp(-rate * x)) / rate;
  const restartFails = 1 - Math.exp(-rate * of.restart);
  const [a, b] = [soft / rate, hard / rate];
  // E_i = from copy i on; F_i = from the beginning of a restart that goes back to copy i. Each as p + q F_0.
  let [p, q] = [0, 0];
  let first = 0;
  for (let i = copies; i >= 0; i--) {
    const length = i < copies ? of.every + of.copy : of.tau - copies * of.every + of.write;
    const fails = 1 - Math.exp(-rate * length);
    // F_i = until(R) + (1 - f) E_i + f (a F_i + b F_0);  E_i = until(s) + (1 - g) E_(i+1) + g (a F_i + b F_0).
    const keep = 1 - restartFails * a;
    const fp = until(of.restart) / keep;
    const fe = (1 - restartFails) / keep;
    const f0 = (restartFails * b) / keep;
    const scale = 1 - fails * a * fe;
    const nextP = (until(length) + (1 - fails) * p + fails * a * fp) / scale;
    const nextQ = ((1 - fails) * q + fails * (a * f0 + b)) / scale;
    [p, q] = [nextP, nextQ];
    if (i === 0) {
      // At i = 0: F_0 = fp + fe E_0 + f0 F_0.
      const from = (fp + fe * p) / (1 - f0 - fe * q);
      first = p + q * from;
    }
  }
  return first;
}

/** A generator of its own (mulberry32), so that nothing is shared with what is tested. */
function generator(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface ReplicaCase {
  readonly replicas: number;
  /** Between failures of the whole gang; work of the whole gang; s. */
  readonly mtbf: number;
  readonly work: number;
  readonly pause: number;
  readonly rejoin: number;
}

/**
 * Seconds to do the work, run by run: a failure takes one replica out and stops all for `pause` (a further one begins
 * that anew); it is back `rejoin` after, or after it fails again; what runs makes (live / replicas) seconds a second.
 */
export function replicaTimes(of: ReplicaCase, runs: number, seed: number): number[] {
  const random = generator(seed);
  return Array.from({ length: runs }, () => {
    let now = 0;
    let left = of.work;
    let pausedUntil = 0;
    const out: number[] = [];
    let strikes = -of.mtbf * Math.log(1 - random());
    for (;;) {
      const back = Math.min(Infinity, ...out);
      const live = of.replicas - out.length;
      const runs = pausedUntil <= now;
      const done = runs ? now + (left * of.replicas) / live : Infinity;
      const next = Math.min(strikes, back, done, runs ? Infinity : pausedUntil);
      if (runs) left -= ((next - now) * live) / of.replicas;
      now = next;
      if (next === done) return now;
      if (next === back) out.splice(out.indexOf(back), 1);
      else if (next === strikes) {
        strikes = now - of.mtbf * Math.log(1 - random());
        const at = Math.floor(random() * of.replicas);
        if (at < out.length) out[at] = now + of.rejoin;
        else {
          out.push(now + of.rejoin);
          pausedUntil = now + of.pause;
        }
      }
    }
  });
}
