/**
 * When the first of n good and m bad servers fails, and which, if every server's time to failure is drawn anew now.
 *
 * AIReSim draws one time per server and takes the least. The least of n equal independent times has a distribution of its
 * own, so that one or two draws do, whatever n is, and the result is the same in distribution, not approximately:
 * exponentials have rates that add up; Weibulls of one shape k have minima that are Weibull with a^-k added up, the victim
 * being in proportion to a^-k whenever it is; of lognormals each class has F_min = 1 - (1 - F)^n, and the earlier class it is.
 * All have the mean 1 / rate (a = mean / Gamma(1 + 1/k); mu = log mean - sigma^2 / 2).
 */
import { exp, expm1, log, log1p, pow, standardNormal } from "../engine/index.ts";
import { LANE } from "./draws.ts";
import type { Draws } from "./draws.ts";
import { gamma } from "./gamma.ts";
import type { GangParams } from "./params.ts";

export class FirstFailure {
  /** Time to the failure last drawn [s]; Infinity: none comes. */
  seconds = Infinity;
  /** Which one fails, good ones first: 0 .. good + bad - 1. */
  index = 0;
  private readonly kind: GangParams["failures"]["distribution"];
  private readonly shape: number;
  private readonly sigma: number;
  /** A server's weight: rate (exponential), a^-k (Weibull), mu (lognormal). */
  private readonly good: number;
  private readonly bad: number;

  constructor(failures: GangParams["failures"]) {
    const { distribution, weibullShape, lognormalSigma, goodRate, badRate } = failures;
    this.kind = distribution;
    this.shape = weibullShape;
    this.sigma = lognormalSigma;
    const weigh = (rate: number): number => {
      if (distribution === "exponential" || rate === 0) return rate;
      if (distribution === "weibull") return pow(rate * gamma(1 + 1 / weibullShape), weibullShape);
      return -log(rate) - (lognormalSigma * lognormalSigma) / 2;
    };
    this.good = weigh(goodRate);
    this.bad = weigh(badRate);
  }

  draw(good: number, bad: number, draws: Draws): void {
    if (this.kind === "lognormal") this.drawLognormal(good, bad, draws);
    else this.drawByWeight(good, bad, draws);
  }

  private drawByWeight(good: number, bad: number, draws: Draws): void {
    const goodWeight = good * this.good;
    const weight = goodWeight + bad * this.bad;
    this.seconds = Infinity;
    if (!(weight > 0)) return;
    const time = -log1p(-draws.next(LANE.failure)) / weight;
    this.seconds = this.kind === "weibull" ? pow(time, 1 / this.shape) : time;
    const at = draws.next(LANE.failure) * weight;
    this.index =
      at < goodWeight
        ? Math.min(good - 1, Math.floor(at / this.good))
        : good + Math.min(bad - 1, Math.floor((at - goodWeight) / this.bad));
  }

  private drawLognormal(good: number, bad: number, draws: Draws): void {
    const first = this.leastLognormal(good, this.good, draws.next(LANE.failure));
    const second = this.leastLognormal(bad, this.bad, draws.next(LANE.failure));
    this.seconds = Math.min(first, second);
    const [from, count] = first <= second ? [0, good] : [good, bad];
    this.index = from + Math.min(count - 1, Math.floor(draws.next(LANE.failure) * count));
  }

  private leastLognormal(count: number, mu: number, u: number): number {
    // A rate of 0 has the weight 0, which is no mu of a rate per second that is anything.
    if (count === 0 || mu === 0) return Infinity;
    return exp(mu + this.sigma * standardNormal(-expm1(log1p(-u) / count)));
  }
}
