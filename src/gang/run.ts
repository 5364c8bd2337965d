/**
 * One replication: the life of the job from its first host selection to its last second of work, the repair shop beside it.
 *
 * The job is one actor, so its life is written as it happens, and time passes in one place (`pass`), which lets repairs end
 * and bad servers turn up on the way. The Engine would cost several times as much for the same events: a baseline
 * replication has 11,000 failures and 20,000 repairs and is to take milliseconds. Seconds throughout.
 */
import { exponential } from "../engine/index.ts";
import { ClassedSet } from "./classed-set.ts";
import { Draws, LANE } from "./draws.ts";
import { FirstFailure } from "./first-failure.ts";
import type { GangParams } from "./params.ts";
import type { GangResult, TimeKind } from "./result.ts";
import { arrange, swap } from "./select.ts";
import type { Wanted } from "./select.ts";
import { Servers } from "./servers.ts";
import { Shop } from "./shop.ts";
import { WorkingPool } from "./working-pool.ts";

const NOBODY = -1;

/** Runs a gang once. The same parameters, seed and replication give the same result to the last bit. */
export function runGang(params: GangParams, seed: number, replication = 0): GangResult {
  return new GangRun(params, seed, replication).run();
}

class GangRun {
  private now = 0;
  private readonly params: GangParams;
  private readonly draws: Draws;
  private readonly servers: Servers;
  private readonly pool: WorkingPool;
  private readonly active: ClassedSet;
  private readonly shop: Shop;
  private readonly first: FirstFailure;
  private readonly wanted: Wanted;
  /** Servers a job that cannot start waits for. */
  private readonly needed: number;

  private standbys: number[] = [];
  private readonly spares: Int32Array;
  private nextSpare = 0;
  private readonly candidates: Int32Array;
  /** Place in the layout, which racks go by. */
  private readonly slot: Int32Array;

  /** A server came back, or was retired, since the job last waited. It is there from before, as in AIReSim. */
  private signalled = false;
  private waiting = false;
  private regenerateAt = Infinity;

  /** Work done that cannot be lost [s], or segments of it where there are checkpoints. */
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
  private random = 0;
  private systematic = 0;
  private idleFailures = 0;
  private stretches = 0;
  private stretchSeconds = 0;
  private succeeded = 0;
  private mended = 0;
  private stillBad = 0;
  private misattributed = 0;
  private ofGoodServers = 0;
  private hostSelections = 0;
  private preemptions = 0;
  private stalls = 0;
  private retired = 0;
  private shopSeconds = 0;
  private badActiveSeconds = 0;
  private badPoolSeconds = 0;

  constructor(params: GangParams, seed: number, replication: number) {
    const { pools, job, failures, regeneration, selection } = params;
    const total = pools.working + pools.spares;
    this.params = params;
    this.draws = new Draws(seed, replication);
    this.servers = new Servers(total, params);
    const layout = this.layOut(total, Math.floor(total * failures.badShare));
    this.slot = new Int32Array(total);
    layout.forEach((server, slot) => (this.slot[server] = slot));
    this.pool = new WorkingPool(this.servers.isBad);
    for (const server of layout.subarray(0, pools.working)) this.pool.join(server);
    this.spares = layout.subarray(pools.working);
    this.active = new ClassedSet(this.servers.isBad);
    this.shop = new Shop(total, params.repair, this.draws, (server, succeeded) =>
      this.repaired(server, succeeded),
    );
    this.first = new FirstFailure(failures);
    this.wanted = { job: job.servers, standbys: pools.standbys };
    this.needed = job.servers + (selection.waitForStandbys ? pools.standbys : 0);
    this.candidates = new Int32Array(total);
    if (regeneration.everySeconds > 0) this.regenerateAt = regeneration.everySeconds;
  }

  /** The first `bad` servers are bad; then all are shuffled. */
  private layOut(total: number, bad: number): Int32Array {
    const layout = Int32Array.from({ length: total }, (_, server) => server);
    this.servers.isBad.fill(1, 0, bad);
    for (let i = total - 1; i > 0; i--) swap(layout, i, this.draws.below(i + 1, LANE.layout));
    return layout;
  }

  run(): GangResult {
    let depleted = false;
    while (!depleted && !this.isDone()) {
      if (!this.select()) {
        depleted = !this.gather();
        if (depleted || !this.select()) continue;
      }
      this.hostSelections++;
      const broken = this.spend("hostSelection", this.params.times.hostSelectionSeconds);
      if (broken === NOBODY) this.work();
      else this.fail(broken);
    }
    const end = this.now;
    // What happens in the shop from here on is counted, and takes none of the job's time.
    while (this.shop.nextAt < Infinity) this.shop.step();
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
      this.fail(failed);
      if (!this.recover()) return;
    }
  }

  // Time

  /**
   * Lets time pass up to `until`, or, where the job waits, up to the next signal. With `exposed`, the gang's servers can
   * fail on the way: the first that does ends it and is returned. Idle servers fail, where they do, without ending it.
   */
  private pass(until: number, exposed: boolean): number {
    const { hot, goodRate, badRate } = this.params.failures;
    for (;;) {
      const { active, pool } = this;
      const gang = exposed ? active.goodCount * goodRate + active.badCount * badRate : 0;
      const idleBad = pool.badCount - active.badCount;
      const idleGood = pool.count - active.size - idleBad;
      const idle = hot ? idleGood * goodRate + idleBad * badRate : 0;
      const rate = gang + idle;
      const strike = rate > 0 ? this.now + exponential(this.draws.next(LANE.idle), 1 / rate) : Infinity;
      const event = Math.min(this.shop.nextAt, this.regenerateAt);
      if (until <= event && until <= strike) {
        if (until === Infinity) throw new Error("the job waits for a server and none can come");
        this.elapse(until);
        return NOBODY;
      }
      if (strike < event) {
        this.elapse(strike);
        if (this.draws.next(LANE.idle) * rate < gang) return this.pickActive();
        this.failIdle(this.pickIdle(idleGood * goodRate, idleBad * badRate));
        continue;
      }
      this.elapse(event);
      if (this.shop.nextAt <= this.regenerateAt) this.shop.step();
      else this.regenerate();
      if (this.waiting && this.signalled) return NOBODY;
    }
  }

  private elapse(to: number): void {
    const dt = to - this.now;
    this.shopSeconds += this.shop.count * dt;
    this.badActiveSeconds += this.active.badCount * dt;
    this.badPoolSeconds += this.pool.badCount * dt;
    this.now = to;
  }

  /** Spends time on something that is no computing; the server whose failure cut it short, or nobody. */
  private spend(kind: TimeKind, seconds: number): number {
    const from = this.now;
    const broken = this.pass(from + seconds, this.params.failures.always);
    this.seconds[kind] += broken === NOBODY ? seconds : this.now - from;
    return broken;
  }

  // Hosts

  /** Takes the job's servers and its standbys out of the working pool; false where there are too few for the job. */
  private select(): boolean {
    const { active, servers } = this;
    const { policy, rackServers } = this.params.selection;
    for (let i = 0; i < active.size; i++) servers.ends(active.member(i));
    const count = this.pool.copyTo(this.candidates);
    const rackOf = (server: number): number => Math.floor((this.slot[server] ?? 0) / rackServers);
    const taken = arrange(policy, this.candidates, count, this.wanted, servers, rackOf, this.draws);
    if (taken < this.wanted.job) return false;
    active.clear();
    for (const server of this.candidates.subarray(0, this.wanted.job)) this.activate(server);
    this.standbys = Array.from(this.candidates.subarray(this.wanted.job, taken));
    return true;
  }

  private activate(server: number): void {
    this.active.add(server);
    this.servers.begins(server);
  }

  private deactivate(server: number): void {
    this.servers.ends(server);
    this.active.remove(server);
  }

  /** Takes spares one after the other, then waits for repairs, until there are enough; false where there never will be. */
  private gather(): boolean {
    while (this.pool.count < this.needed) {
      const spare = this.spares[this.nextSpare];
      if (spare !== undefined) {
        this.waitForSpare();
        this.nextSpare++;
        this.preemptions++;
        this.pool.join(spare);
        continue;
      }
      this.stalls++;
      if (this.servers.count - this.retired < this.needed) return false;
      this.stall();
    }
    return true;
  }

  /** Whoever fails meanwhile does not begin the wait again. */
  private waitForSpare(): void {
    const until = this.now + this.params.times.spareWaitSeconds;
    for (let from = this.now; ; from = this.now) {
      const broken = this.pass(until, this.params.failures.always);
      this.seconds.spareWait += this.now - from;
      if (broken === NOBODY) return;
      this.fail(broken);
    }
  }

  private stall(): void {
    const from = this.now;
    this.waiting = true;
    if (this.params.failures.always) this.fillGaps();
    while (!this.signalled) {
      const broken = this.pass(Infinity, this.params.failures.always);
      if (broken !== NOBODY) this.fail(broken);
    }
    this.waiting = false;
    this.signalled = false;
    this.seconds.stall += this.now - from;
  }

  // Work

  /** Computes until the job is done (nobody) or a server fails, which is returned. */
  private compute(): number {
    const { active, first } = this;
    first.draw(active.goodCount, active.badCount, this.draws);
    const failed = first.seconds < Infinity ? active.member(first.index) : NOBODY;
    const struck =
      this.params.checkpoint.intervalSeconds > 0
        ? this.computeBySegments(first.seconds)
        : this.computeThrough(first.seconds);
    if (!struck) return NOBODY;
    this.stretches++;
    this.stretchSeconds += first.seconds;
    this.servers.credit(first.seconds, failed);
    return failed;
  }

  /** Without checkpoints all work counts. Whether the failure comes before the end. */
  private computeThrough(toFailure: number): boolean {
    const left = this.params.job.computeSeconds - this.worked;
    const struck = toFailure < left;
    const seconds = struck ? toFailure : left;
    this.pass(this.now + seconds, false);
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
        this.pass(this.now + left, false);
        this.seconds.lost += left;
        return true;
      }
      this.pass(this.now + seconds, false);
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
      this.fail(broken);
    }
    return this.fillGaps();
  }

  private fillGaps(): boolean {
    while (this.active.size < this.wanted.job) {
      const standby = this.standbys.shift();
      if (standby === undefined) return false;
      this.activate(standby);
    }
    return true;
  }

  // Failures and repairs

  /** A server of the gang failed: diagnosis, and repair of whoever is blamed, who leaves the gang. */
  private fail(server: number): void {
    const { servers, pool, draws, params } = this;
    this.noteCause(server);
    servers.noteFailure(server, this.now);
    pool.leave(server);
    const { foundShare, wrongShare } = params.diagnosis;
    if (foundShare < 1 && draws.next(LANE.diagnosis) >= foundShare) {
      this.deactivate(server);
      this.comesBack(server);
      return;
    }
    let blamed = server;
    if (wrongShare > 0 && draws.next(LANE.diagnosis) < wrongShare && this.active.size > 1) {
      const pick = draws.below(this.active.size - 1, LANE.diagnosis);
      blamed = this.active.member(pick < this.active.indexOf(server) ? pick : pick + 1);
      pool.leave(blamed);
      // The one that failed goes on computing.
      pool.join(server);
      this.signalled = true;
      this.misattributed++;
    }
    this.deactivate(blamed);
    this.sendToRepair(blamed);
  }

  private noteCause(server: number): void {
    const { goodRate, badRate } = this.params.failures;
    const isBad = this.servers.isBad[server] === 1;
    if (isBad && this.draws.next(LANE.cause) * badRate < badRate - goodRate) this.systematic++;
    else this.random++;
  }

  private sendToRepair(server: number): void {
    this.servers.noteBlame(server);
    if (this.servers.isBad[server] === 0) this.ofGoodServers++;
    this.shop.submit(server, this.now);
  }

  private repaired(server: number, succeeded: boolean): void {
    const { servers } = this;
    if (succeeded) this.succeeded++;
    if (servers.isBad[server] === 1) {
      if (succeeded) this.mended++;
      else this.stillBad++;
    }
    if (succeeded) servers.isBad[server] = 0;
    if (servers.retires(server, this.now)) {
      servers.retired[server] = 1;
      this.retired++;
      this.signalled = true;
    } else this.comesBack(server);
  }

  /** To the working pool, and to the standbys where there is room. A gang that waits with its servers on takes it in. */
  private comesBack(server: number): void {
    this.pool.join(server);
    this.signalled = true;
    if (this.waiting && this.params.failures.always && this.active.size < this.wanted.job)
      this.activate(server);
    else if (this.standbys.length < this.wanted.standbys) this.standbys.push(server);
  }

  private pickActive(): number {
    const { active, draws } = this;
    const { goodRate, badRate } = this.params.failures;
    const good = active.goodCount * goodRate;
    const isGood = draws.next(LANE.idle) * (good + active.badCount * badRate) < good;
    return isGood
      ? active.member(draws.below(active.goodCount, LANE.idle))
      : active.member(active.goodCount + draws.below(active.badCount, LANE.idle));
  }

  /** A server of the working pool that does not compute, in proportion to its rate. */
  private pickIdle(good: number, bad: number): number {
    const { pool, active, servers, draws } = this;
    const wantsBad = draws.next(LANE.idle) * (good + bad) < bad ? 1 : 0;
    for (;;) {
      const server = pool.at(draws.below(pool.places, LANE.idle));
      if (server >= 0 && !active.has(server) && servers.isBad[server] === wantsBad) return server;
    }
  }

  /** An idle server's failure is always found, and costs the job nothing. */
  private failIdle(server: number): void {
    this.idleFailures++;
    this.servers.noteFailure(server, this.now);
    this.pool.leave(server);
    const standby = this.standbys.indexOf(server);
    if (standby >= 0) this.standbys.splice(standby, 1);
    this.sendToRepair(server);
  }

  /** Good servers turn bad: the given part of badShare of them, and one at least. Who computes goes on at its old rate till the next failure. */
  private regenerate(): void {
    const { servers, draws, candidates } = this;
    const { everySeconds, partOfBadShare } = this.params.regeneration;
    this.regenerateAt += everySeconds;
    let good = 0;
    for (let server = 0; server < servers.count; server++)
      if (servers.isBad[server] === 0 && servers.retired[server] === 0) candidates[good++] = server;
    if (good === 0) return;
    const share = this.params.failures.badShare * partOfBadShare;
    const turning = Math.min(good, Math.max(1, Math.floor(good * share)));
    for (let i = 0; i < turning; i++) {
      swap(candidates, i, i + draws.below(good - i, LANE.regeneration));
      const server = candidates[i] ?? 0;
      if (this.pool.has(server)) this.pool.badCount++;
      if (this.active.has(server)) this.active.turnBad(server);
      else servers.isBad[server] = 1;
    }
  }

  private result(end: number, depleted: boolean): GangResult {
    const { shop, seconds } = this;
    const repairs = shop.submitted;
    return {
      totalSeconds: end,
      seconds,
      etr: end > 0 ? seconds.compute / end : 1,
      depleted,
      failures: {
        total: this.random + this.systematic,
        random: this.random,
        systematic: this.systematic,
        idle: this.idleFailures,
      },
      meanStretchSeconds: this.stretches > 0 ? this.stretchSeconds / this.stretches : 0,
      repairs: {
        auto: shop.autoRepairs,
        manual: shop.manualRepairs,
        succeeded: this.succeeded,
        failed: repairs - this.succeeded,
        mended: this.mended,
        stillBad: this.stillBad,
        misattributed: this.misattributed,
        ofGoodServers: this.ofGoodServers,
      },
      hostSelections: this.hostSelections,
      preemptions: this.preemptions,
      stalls: this.stalls,
      retired: this.retired,
      shop: {
        arrivals: repairs,
        serverSeconds: this.shopSeconds,
        meanSojournSeconds: repairs > 0 ? shop.sojournSeconds / repairs : 0,
      },
      meanBad: {
        active: end > 0 ? this.badActiveSeconds / end : 0,
        pool: end > 0 ? this.badPoolSeconds / end : 0,
      },
    };
  }
}

/** Segments of work of `interval`, the last one shorter; a rounding error is no segment. */
function segmentCount(work: number, interval: number): number {
  return Math.ceil(work / interval - 1e-9);
}
