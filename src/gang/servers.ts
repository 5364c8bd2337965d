/* oxlint-disable typescript/no-non-null-assertion -- servers are numbered from 0 to count - 1 */
/** What is known of each server: whether it is bad, how often it failed and was blamed, its score, when it failed last. */
import type { GangParams } from "./params.ts";

export class Servers {
  readonly count: number;
  /** 1: fails at the higher rate, until a repair succeeds. */
  readonly isBad: Uint8Array;
  readonly retired: Uint8Array;
  /** Failures it had, whoever was blamed. */
  readonly failures: Uint32Array;
  /** Failures it was blamed for. */
  readonly blamed: Uint32Array;
  private readonly retirement: GangParams["retirement"];
  private readonly scores: GangParams["scores"];
  private readonly keepsScores: boolean;
  /** Times of the last failures, a ring per server; only for the policy threshold [s]. */
  private readonly recent: Float64Array;
  private readonly score: Float64Array;
  /** Periods credited to whoever computes, since the start; and at the time a server began to. */
  private periods = 0;
  private readonly periodsBefore: Float64Array;

  constructor(count: number, params: GangParams) {
    this.count = count;
    this.isBad = new Uint8Array(count);
    this.retired = new Uint8Array(count);
    this.failures = new Uint32Array(count);
    this.blamed = new Uint32Array(count);
    this.retirement = params.retirement;
    this.scores = params.scores;
    this.keepsScores = params.retirement.policy === "score" || params.selection.policy === "highest-score";
    const ring = params.retirement.policy === "threshold" ? params.retirement.failures : 0;
    this.recent = new Float64Array(count * ring).fill(-Infinity);
    const kept = this.keepsScores ? count : 0;
    this.score = new Float64Array(kept).fill(params.scores.initial);
    this.periodsBefore = new Float64Array(kept);
  }

  noteFailure(server: number, now: number): void {
    const ring = this.retirement.failures;
    if (this.recent.length > 0) this.recent[server * ring + (this.failures[server]! % ring)] = now;
    this.failures[server]!++;
  }

  noteBlame(server: number): void {
    this.blamed[server]!++;
    if (this.keepsScores) this.score[server]! -= this.scores.penalty;
  }

  /** The server begins, or ends, to be one of those that compute. */
  begins(server: number): void {
    if (this.keepsScores) this.periodsBefore[server] = this.periods;
  }
  ends(server: number): void {
    if (!this.keepsScores) return;
    this.score[server]! += (this.periods - this.periodsBefore[server]!) * this.scores.credit;
    this.periodsBefore[server] = this.periods;
  }

  /** A stretch of computing ended with the failure of `failed`: all who computed but it are credited. */
  credit(seconds: number, failed: number): void {
    if (!this.keepsScores) return;
    const { periodSeconds } = this.scores;
    const periods = periodSeconds > 0 ? Math.floor(seconds / periodSeconds) : 1;
    if (periods === 0) return;
    this.ends(failed);
    this.periods += periods;
    this.begins(failed);
  }

  /** Score of a server that does not compute; `scoreOf` is only asked with nobody computing, or in repair. */
  scoreOf(server: number): number {
    return this.score[server]!;
  }

  /** Whether a server that comes out of repair is retired. */
  retires(server: number, now: number): boolean {
    const { policy, failures, windowSeconds, score } = this.retirement;
    if (policy === "never") return false;
    if (policy === "score") return this.score[server]! <= score;
    if (this.failures[server]! < failures) return false;
    // The ring's next place holds the oldest of its failures.
    const oldest = this.recent[server * failures + (this.failures[server]! % failures)]!;
    return oldest >= now - windowSeconds;
  }
}
