/**
 * Closed forms of queues with c servers at an offered load of a (arrival rate x mean holding time). Seconds.
 * Servers of a serving pool are KV slots; the wait before prefill is another queue (prefill-wait.ts).
 */
import { exp, log, normalCdf } from "../engine/index.ts";

/** Above this many servers the recursion gives way to the expansion: its error there is below 4e-6 of C. */
const MOST_RECURSION = 10_000;
const SQRT_TWO_PI = 2.5066282746310002;

/**
 * Erlang B: the share of arrivals lost with c servers and no queue. Its inverse by 1/B(k) = 1 + k/(a B(k - 1)),
 * which neither over- nor underflows to 0 wrongly; above 10,000 servers by the expansion of `erlangC`.
 */
export function erlangB(servers: number, load: number): number {
  if (load <= 0) return 0;
  if (servers > MOST_RECURSION && load < servers) {
    const waits = manyServersC(servers, load);
    return ((1 - load / servers) * waits) / (1 - (load / servers) * waits);
  }
  let inverse = 1;
  for (let k = 1; k <= servers; k++) inverse = 1 + (k / load) * inverse;
  return 1 / inverse;
}

/**
 * Erlang C: the share of arrivals that wait, C = B / (1 - rho (1 - B)); 1 where the load is not below c.
 * Above 10,000 servers: Janssen, van Leeuwaarden, Zwart, "Refining square-root safety staffing by expanding
 * Erlang C", Oper. Res. 59 (2011) 1512, https://doi.org/10.1287/opre.1110.0991.
 */
export function erlangC(servers: number, load: number): number {
  if (load <= 0) return 0;
  if (load >= servers) return 1;
  if (servers > MOST_RECURSION) return manyServersC(servers, load);
  const lost = erlangB(servers, load);
  return lost / (1 - (load / servers) * (1 - lost));
}

/** The expansion in 1/sqrt(c) about Halfin and Whitt's limit. */
function manyServersC(servers: number, load: number): number {
  const rho = load / servers;
  const root = Math.sqrt(servers);
  const gamma = (1 - rho) * root;
  // ln rho + 1 - rho loses its digits close to 1; the series does not.
  const gap = 1 - rho;
  const minus = gap < 1e-3 ? gap * gap * (0.5 + gap * (1 / 3 + gap * (0.25 + gap * 0.2))) : -(gap + log(rho));
  const alpha = Math.sqrt(2 * servers * minus);
  const inverseDensity = SQRT_TWO_PI * exp(0.5 * alpha * alpha);
  const mills = normalCdf(alpha) * inverseDensity;
  return 1 / (rho + gamma * (mills + 2 / 3 / root + inverseDensity / (12 * servers)));
}

/** Mean wait of M/M/c: C S / (c - a). */
export function meanWait(servers: number, load: number, holdSeconds: number): number {
  return load >= servers ? Infinity : (erlangC(servers, load) * holdSeconds) / (servers - load);
}

/** Share of arrivals to M/M/c that wait longer than t: C exp(-(c - a) t / S). */
export function waitBeyond(servers: number, load: number, holdSeconds: number, seconds: number): number {
  return load >= servers ? 1 : erlangC(servers, load) * exp((-(servers - load) * seconds) / holdSeconds);
}

/** Allen and Cunneen's mean wait of G/G/c: that of M/M/c times (ca^2 + cs^2) / 2. */
export function allenCunneenWait(
  servers: number,
  load: number,
  holdSeconds: number,
  arrivalScv: number,
  holdScv: number,
): number {
  return (meanWait(servers, load, holdSeconds) * (arrivalScv + holdScv)) / 2;
}

/**
 * Sakasegawa's mean wait of G/G/c, without a recursion:
 * (ca^2 + cs^2) / 2 x rho^(sqrt(2 (c + 1)) - 1) / (c (1 - rho)) x S. Half too much where waits are small (c = 50, load 40).
 */
export function sakasegawaWait(
  servers: number,
  load: number,
  holdSeconds: number,
  arrivalScv: number,
  holdScv: number,
): number {
  const rho = load / servers;
  if (rho >= 1) return Infinity;
  if (rho <= 0) return 0;
  const power = exp((Math.sqrt(2 * (servers + 1)) - 1) * log(rho));
  return (((arrivalScv + holdScv) / 2) * power * holdSeconds) / (servers * (1 - rho));
}

/**
 * The wait that a share `beyond` of arrivals to M/G/c exceed, after Kimura: max(0, ln(C / p) (1 + cs^2) / (2 (c mu -
 * lambda))). Exact for M/M/c.
 */
export function kimuraQuantile(
  servers: number,
  load: number,
  holdSeconds: number,
  holdScv: number,
  beyond: number,
): number {
  if (load >= servers) return Infinity;
  const waits = erlangC(servers, load);
  if (waits <= beyond) return 0;
  return (log(waits / beyond) * (1 + holdScv) * holdSeconds) / (2 * (servers - load));
}

/** Halfin and Whitt's share that waits with c = a + beta sqrt(a) servers: 1 / (1 + beta Phi(beta) / phi(beta)). */
export function waitShareOf(beta: number): number {
  return 1 / (1 + beta * normalCdf(beta) * SQRT_TWO_PI * exp(0.5 * beta * beta));
}

/** The beta of square-root staffing at which `waits` of arrivals wait; `waits` in (0, 1). */
export function staffingBeta(waits: number): number {
  if (!(waits > 0 && waits < 1))
    throw new RangeError(`the share that waits must be in (0, 1) (found ${waits})`);
  let low = 0;
  let high = 40;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (waitShareOf(middle) > waits) low = middle;
    else high = middle;
  }
  return high;
}

/** The fewest servers with which at most `waits` of arrivals wait. Exact (Erlang C) up to 10,000 servers. */
export function leastServers(load: number, waits: number): number {
  if (load <= 0) return 0;
  let servers = Math.max(1, Math.floor(load + staffingBeta(waits) * Math.sqrt(load)) - 2);
  while (servers > load && erlangC(servers, load) <= waits) servers--;
  while (servers <= load || erlangC(servers, load) > waits) servers++;
  return servers;
}
