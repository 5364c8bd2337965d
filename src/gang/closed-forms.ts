/**
 * Closed forms of gangs and of the servers beneath them. Any one unit of time throughout; the exact checkpoint interval and
 * the exact time of a segment are in src/training/checkpoint.ts. N servers, r failures of one per unit of time, M = 1/(N r).
 */
import { exp, expm1, log } from "../engine/index.ts";

/** Mean time between failures of a job that any of its servers stops: M = 1 / (N r). */
export function jobMtbf(servers: number, rate: number): number {
  return 1 / (servers * rate);
}

/** Young's interval sqrt(2 C M) (1974, doi:10.1145/361147.361115). */
export function youngInterval(mtbf: number, write: number): number {
  return Math.sqrt(2 * write * mtbf);
}

/** Daly's first-order interval sqrt(2 C M) - C (2006, doi:10.1016/j.future.2004.11.016). */
export function dalyFirstInterval(mtbf: number, write: number): number {
  return youngInterval(mtbf, write) - write;
}

/** Daly's higher-order interval: sqrt(2CM) (1 + sqrt(C/2M)/3 + (C/2M)/9) - C while C < 2M, else M. */
export function dalyInterval(mtbf: number, write: number): number {
  if (write >= 2 * mtbf) return mtbf;
  const x = write / (2 * mtbf);
  return youngInterval(mtbf, write) * (1 + Math.sqrt(x) / 3 + x / 9) - write;
}

/** Mean time lost at a failure, from the last write's end: M - w / (e^(w/M) - 1), w the interval and its write. */
export function lostPerFailure(mtbf: number, interval: number, write: number): number {
  const w = interval + write;
  return mtbf - w / expm1(w / mtbf);
}

/** Expected wall time of work L where no work is lost and R follows each failure: L (1 + R / M). */
export function timeWithoutLoss(work: number, mtbf: number, recovery: number): number {
  return work * (1 + recovery / mtbf);
}

/** Share of the time left where every M brings a loss of R: 1 - R / M (FT-HSDP, https://arxiv.org/abs/2602.00277). */
export function naiveGoodput(mtbf: number, recovery: number): number {
  return 1 - recovery / mtbf;
}

export interface MetaCase {
  /** Servers of the job. */
  readonly servers: number;
  /** Failures of a server per unit of time. */
  readonly rate: number;
  /** Restart u0, interval dt between checkpoints, blocking write w: in the same unit. */
  readonly restart: number;
  readonly interval: number;
  readonly write: number;
}

/** Meta's expected ETTR (1 - N r (u0 + dt/2)) / (1 + w/dt) (https://arxiv.org/abs/2410.21680, v2). */
export function metaEttr({ servers, rate, restart, interval, write }: MetaCase): number {
  return (1 - servers * rate * (restart + interval / 2)) / (1 + write / interval);
}

export interface RepairShop {
  /** Servers that must run, and spares beyond them. */
  readonly needed: number;
  readonly spares: number;
  /** Failures of one server, and repairs by one crew, per unit of time. */
  readonly failureRate: number;
  readonly repairRate: number;
  /** Infinity: no limit. */
  readonly crews: number;
  /** Whether spares fail as running servers do. */
  readonly hot: boolean;
}

export interface RepairShopState {
  /** Chance that all that are needed run. */
  readonly allUp: number;
  readonly meanDown: number;
  readonly meanWorking: number;
}

/**
 * Machine repair with spares in the steady state: a birth-death chain of the number down k, with births
 * min(n, n + S - k) r (cold) or (n + S - k) r (hot) and deaths min(k, c) mu. Servers go on failing while some are missing.
 */
export function machineRepair(shop: RepairShop): RepairShopState {
  const { needed, spares, failureRate, repairRate, crews, hot } = shop;
  const total = needed + spares;
  const up = (k: number): number => total - k;
  // Logarithms of the weights: with a thousand servers the plain products leave the range of a double.
  const logs = [0];
  for (let k = 1; k <= total; k++) {
    const births = (hot ? up(k - 1) : Math.min(needed, up(k - 1))) * failureRate;
    logs.push((logs[k - 1] ?? 0) + log(births) - log(Math.min(k, crews) * repairRate));
  }
  const greatest = Math.max(...logs);
  const weights = logs.map((each) => exp(each - greatest));
  const sum = weights.reduce((a, b) => a + b, 0);
  const mean = (of: (k: number) => number): number =>
    weights.reduce((total_, weight, k) => total_ + (weight / sum) * of(k), 0);
  return {
    allUp: mean((k) => (k <= spares ? 1 : 0)),
    meanDown: mean((k) => k),
    meanWorking: mean((k) => Math.min(needed, up(k))),
  };
}

/** Chance that all of m are healthy where each is down with chance p: (1 - p)^m. */
export function allHealthy(m: number, down: number): number {
  let chance = 1;
  for (let i = 0; i < m; i++) chance *= 1 - down;
  return chance;
}

/**
 * Spares that suffice with chance `confidence` where each of n servers is down with chance p: the quantile of the binomial.
 * ByteRobust keeps so many warm standbys, at 99 % (https://arxiv.org/abs/2509.16293).
 */
export function binomialSpares(n: number, down: number, confidence: number): number {
  if (down >= 1) return n;
  const odds = down / (1 - down);
  // log1p would do no better: p is far from 1 wherever the first term matters.
  let term = exp(n * log(1 - down));
  let cumulative = term;
  let k = 0;
  while (cumulative < confidence && k < n) {
    term *= ((n - k) / (k + 1)) * odds;
    cumulative += term;
    k++;
  }
  return k;
}
