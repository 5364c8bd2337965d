/**
 * One replication: the life of the job from its first host selection to its last second of work, the repair shop beside it.
 *
 * The job is one actor, so its life is written as it happens, and time passes in one place (`Cluster.pass`), which lets
 * repairs end and bad servers turn up on the way. The Engine would cost several times as much for the same events: a
 * baseline replication has 11,000 failures and 20,000 repairs and is to take milliseconds. Seconds throughout.
 */
import { Cluster, NOBODY } from "./cluster.ts";
import { Draws } from "./draws.ts";
import { FirstFailure } from "./first-failure.ts";
import type { GangParams } from "./params.ts";
import type { GangResult, TimeKind } from "./result.ts";

/**
 * Runs a gang once. The same parameters, seed and replication give the same result to the last bit.
 * @throws RangeError where the job does not get on: it gives up after 10,000,000 failures
 */
export function runGang(params: GangParams, seed: number, replication = 0): GangResult {
  return new GangRun(params, seed, replication).run();
}

class GangRun {
  private readonly params: GangParams;
  private readonly draws: Draws;
  private readonly cluster: Cluster;
  private readonly first: FirstFailure;
  /** Servers a job that cannot start waits for. */
  private readonly needed: number;

  /** Work done that cannot be lost [s]; where there are checkpoints, segments of it. */
  private worked = 0;
  private segments = 0;

  private readonly seconds: Record<TimeKind, number> = {
    compute: 0,
    recovery: 0,
    hostSelection: 0,
    spareWait: 0,
    stall: 0,
    checkpoint: 0,
    lost: 0,
  };
  private stretches = 0;
  private stretchSeconds = 0;
  private hostSelections = 0;
  private preemptions = 0;
  private stalls = 0;

  constructor(params: GangParams, seed: number, replication: number) {
    this.params = params;
    this.draws = new Draws(seed, replication);
    this.cluster = new Cluster(params, this.draws);
    this.first = new FirstFailure(params.failures);
    this.needed = params.job.servers + (params.selection.waitForStandbys ? params.pools.standbys : 0);
  }

  run(): GangResult {
    const { cluster } = this;
    let depleted = false;
    while (!depleted && !this.isDone()) {
      if (!cluster.select()) {
        depleted = !this.gather();
        if (depleted || !cluster.select()) continue;
      }
      this.hostSelections++;
      const broken = this.spend("hostSelection", this.params.times.hostSelectionSeconds);
      if (broken === NOBODY) this.work();
      else cluster.fail(broken);
    }
    const end = cluster.now;
    // What happens in the shop from here on is counted, and takes none of the job's time.
    cluster.drain();
    return this.result(end, depleted);
  }

  private isDone(): boolean {
    const { job, checkpoint } = this.params;
    return checkpoint.intervalSeconds > 0
      ? this.segments >= segmentCount(job.computeSeconds, checkpoint.intervalSeconds)
      : this.worked >= job.computeSeconds;
  }

  /** Computes on one selection of hosts, until the job is done or standbys do not fill its gaps. */
  private work(): void {
    while (!this.isDone()) {
      const failed = this.compute();
      if (failed === NOBODY) return;
      this.cluster.fail(failed);
      if (!this.recover()) return;
    }
  }

  /** Spends time on something that is no computing; the server whose failure cut it short, or nobody. */
  private spend(kind: TimeKind, seconds: number): number {
    const from = this.cluster.now;
    const broken = this.cluster.pass(from + seconds, this.params.failures.always);
    this.seconds[kind] += broken === NOBODY ? seconds : this.cluster.now - from;
    return broken;
  }

  /** Takes spares one after the other, then waits for repairs, until there are enough; false where there never will be. */
  private gather(): boolean {
    while (this.cluster.pool.count < this.needed) {
      if (this.cluster.hasSpares) {
        this.waitForSpare();
        this.cluster.takeSpare();
        this.preemptions++;
        continue;
      }
      this.stalls++;
      if (this.cluster.remaining < this.needed) return false;
      this.stall();
    }
    return true;
  }

  /** Whoever fails meanwhile does not begin the wait again. */
  private waitForSpare(): void {
    const until = this.cluster.now + this.params.times.spareWaitSeconds;
    for (let from = this.cluster.now; ; from = this.cluster.now) {
      const broken = this.cluster.pass(until, this.params.failures.always);
      this.seconds.spareWait += this.cluster.now - from;
      if (broken === NOBODY) return;
      this.cluster.fail(broken);
    }
  }

  private stall(): void {
    const from = this.cluster.now;
    this.cluster.waiting = true;
    if (this.params.failures.always) this.cluster.fillGaps();
    while (!this.cluster.signalled) {
      const broken = this.cluster.pass(Infinity, this.params.failures.always);
      if (broken !== NOBODY) this.cluster.fail(broken);
    }
    this.cluster.waiting = false;
    this.cluster.signalled = false;
    this.seconds.stall += this.cluster.now - from;
  }

  /** Computes until the job is done (nobody) or a server fails, which is returned. */
  private compute(): number {
    const { first } = this;
    const { active } = this.cluster;
    first.draw(active.goodCount, active.badCount, this.draws);
    const failed = first.seconds < Infinity ? active.member(first.index) : NOBODY;
    const struck =
      this.params.checkpoint.intervalSeconds > 0
        ? this.computeBySegments(first.seconds)
        : this.computeThrough(first.seconds);
    if (!struck) return NOBODY;
    this.stretches++;
    this.stretchSeconds += first.seconds;
    this.cluster.servers.credit(first.seconds, failed);
    return failed;
  }

  /** Without checkpoints all work counts. Whether the failure comes before the end. */
  private computeThrough(toFailure: number): boolean {
    const left = this.params.job.computeSeconds - this.worked;
    const struck = toFailure < left;
    const seconds = struck ? toFailure : left;
    this.cluster.pass(this.cluster.now + seconds, false);
    this.seconds.compute += seconds;
    this.worked = struck ? this.worked + seconds : this.params.job.computeSeconds;
    return struck;
  }

  /** Work counts once the write after it has ended; a failure loses what came after the last write. */
  private computeBySegments(toFailure: number): boolean {
    const { job, checkpoint } = this.params;
    const { intervalSeconds, writeSeconds } = checkpoint;
    const count = segmentCount(job.computeSeconds, intervalSeconds);
    let left = toFailure;
    while (this.segments < count) {
      const work =
        this.segments < count - 1 ? intervalSeconds : job.computeSeconds - (count - 1) * intervalSeconds;
      const seconds = work + writeSeconds;
      if (left < seconds) {
        this.cluster.pass(this.cluster.now + left, false);
        this.seconds.lost += left;
        return true;
      }
      this.cluster.pass(this.cluster.now + seconds, false);
      this.seconds.compute += work;
      this.seconds.checkpoint += writeSeconds;
      this.segments++;
      left -= seconds;
    }
    return false;
  }

  /** Recovers and lets standbys step in; false where they do not fill the gaps. */
  private recover(): boolean {
    for (;;) {
      const broken = this.spend("recovery", this.params.times.recoverySeconds);
      if (broken === NOBODY) break;
      this.cluster.fail(broken);
    }
    return this.cluster.fillGaps();
  }

  private result(end: number, depleted: boolean): GangResult {
    const { seconds } = this;
    const { shop, counts, integrals } = this.cluster;
    const repairs = shop.submitted;
    return {
      totalSeconds: end,
      seconds,
      etr: end > 0 ? seconds.compute / end : 1,
      depleted,
      failures: {
        total: counts.random + counts.systematic,
        random: counts.random,
        systematic: counts.systematic,
        idle: counts.idle,
      },
      meanStretchSeconds: this.stretches > 0 ? this.stretchSeconds / this.stretches : 0,
      repairs: {
        auto: shop.autoRepairs,
        manual: shop.manualRepairs,
        succeeded: counts.succeeded,
        failed: counts.failed,
        mended: counts.mended,
        stillBad: counts.stillBad,
        misattributed: counts.misattributed,
        ofGoodServers: counts.ofGoodServers,
      },
      hostSelections: this.hostSelections,
      preemptions: this.preemptions,
      stalls: this.stalls,
      retired: counts.retired,
      shop: {
        arrivals: repairs,
        serverSeconds: integrals.shop,
        meanSojournSeconds: repairs > 0 ? shop.sojournSeconds / repairs : 0,
      },
      meanBad: {
        active: end > 0 ? integrals.badActive / end : 0,
        pool: end > 0 ? integrals.badPool / end : 0,
      },
    };
  }
}

/** Segments of work of `interval`, the last one shorter; a rounding error is no segment. */
function segmentCount(work: number, interval: number): number {
  return Math.ceil(work / interval - 1e-9);
}
