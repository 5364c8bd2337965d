/**
 * The servers of one replication and what happens to them while time passes: who computes, who stands by, who is repaired,
 * who is left to choose from. The job's own life is in run.ts. Seconds throughout.
 */
import { exponential } from "../engine/index.ts";
import { ClassedSet } from "./classed-set.ts";
import { LANE } from "./draws.ts";
import type { Draws } from "./draws.ts";
import type { GangParams } from "./params.ts";
import { arrange, swap } from "./select.ts";
import type { Wanted } from "./select.ts";
import { Servers } from "./servers.ts";
import { Shop } from "./shop.ts";
import { WorkingPool } from "./working-pool.ts";

export const NOBODY = -1;

/** Failures after which a replication gives up, some ten seconds in; the baseline has 11,000. */
const MOST_FAILURES = 10_000_000;

export class Cluster {
  now = 0;
  /** Servers that compute. */
  readonly active: ClassedSet;
  readonly pool: WorkingPool;
  readonly servers: Servers;
  readonly shop: Shop;
  /** A server came back, or was retired, since the job last waited. What came before it counts, as in AIReSim. */
  signalled = false;
  /** The job waits for a server. */
  waiting = false;

  readonly counts = {
    random: 0,
    systematic: 0,
    idle: 0,
    succeeded: 0,
    failed: 0,
    mended: 0,
    stillBad: 0,
    misattributed: 0,
    ofGoodServers: 0,
    retired: 0,
  };
  /** Integrals over time [server-seconds]: in the shop, bad in the gang, bad in the working pool. */
  readonly integrals = { shop: 0, badActive: 0, badPool: 0 };

  private readonly params: GangParams;
  private readonly draws: Draws;
  private readonly wanted: Wanted;
  private standbys: number[] = [];
  private readonly spares: Int32Array;
  private nextSpare = 0;
  private readonly candidates: Int32Array;
  /** Place in the layout, which racks go by. */
  private readonly slot: Int32Array;
  private regenerateAt = Infinity;

  constructor(params: GangParams, draws: Draws) {
    const { pools, job, failures, regeneration } = params;
    const total = pools.working + pools.spares;
    this.params = params;
    this.draws = draws;
    this.servers = new Servers(total, params);
    const layout = this.layOut(total, Math.floor(total * failures.badShare));
    this.slot = new Int32Array(total);
    layout.forEach((server, slot) => (this.slot[server] = slot));
    this.pool = new WorkingPool(this.servers.isBad);
    for (const server of layout.subarray(0, pools.working)) this.pool.join(server);
    this.spares = layout.subarray(pools.working);
    this.active = new ClassedSet(this.servers.isBad);
    this.shop = new Shop(total, params.repair, draws, (server, succeeded) =>
      this.repaired(server, succeeded),
    );
    this.wanted = { job: job.servers, standbys: pools.standbys };
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

  /**
   * Lets time pass up to `until`, or, where the job waits, up to the next signal. With `exposed`, the gang's servers can
   * fail on the way: the first that does ends it and is returned. Idle servers fail, where they do, without ending it.
   */
  pass(until: number, exposed: boolean): number {
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

  /** Ends all repairs, the job being over: integrals stay as they are, times are those of the repairs. */
  drain(): void {
    while (this.shop.nextAt < Infinity) {
      this.now = this.shop.nextAt;
      this.shop.step();
    }
  }

  private elapse(to: number): void {
    const dt = to - this.now;
    this.integrals.shop += this.shop.count * dt;
    this.integrals.badActive += this.active.badCount * dt;
    this.integrals.badPool += this.pool.badCount * dt;
    this.now = to;
  }

  // Hosts

  /** Chooses the job's servers and its standbys from the working pool; false where there are too few for the job. */
  select(): boolean {
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

  get hasSpares(): boolean {
    return this.nextSpare < this.spares.length;
  }

  /** The next spare joins the working pool, if there is one. */
  takeSpare(): void {
    const spare = this.spares[this.nextSpare++];
    if (spare !== undefined) this.pool.join(spare);
  }

  /** Servers not retired, wherever they are. */
  get remaining(): number {
    return this.servers.count - this.counts.retired;
  }

  /** Standbys step in, first come first served; whether the gang is whole. */
  fillGaps(): boolean {
    while (this.active.size < this.wanted.job) {
      const standby = this.standbys.shift();
      if (standby === undefined) return false;
      this.activate(standby);
    }
    return true;
  }

  // Failures and repairs

  /** A server of the gang failed: diagnosis, and repair of whoever is blamed, who leaves the gang. */
  fail(server: number): void {
    const { pool, draws, params } = this;
    this.noteCause(server);
    this.noteFailure(server);
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
      this.counts.misattributed++;
    }
    this.deactivate(blamed);
    this.sendToRepair(blamed);
  }

  private noteFailure(server: number): void {
    const { random, systematic, idle } = this.counts;
    if (random + systematic + idle > MOST_FAILURES)
      throw new RangeError(`the job must end within ${MOST_FAILURES} failures; it does not get on`);
    this.servers.noteFailure(server, this.now);
  }

  private noteCause(server: number): void {
    const { goodRate, badRate } = this.params.failures;
    const isBad = this.servers.isBad[server] === 1;
    if (isBad && this.draws.next(LANE.cause) * badRate < badRate - goodRate) this.counts.systematic++;
    else this.counts.random++;
  }

  private sendToRepair(server: number): void {
    this.servers.noteBlame(server);
    if (this.servers.isBad[server] === 0) this.counts.ofGoodServers++;
    this.shop.submit(server, this.now);
  }

  private repaired(server: number, succeeded: boolean): void {
    const { servers } = this;
    if (succeeded) this.counts.succeeded++;
    else this.counts.failed++;
    if (servers.isBad[server] === 1) {
      if (succeeded) this.counts.mended++;
      else this.counts.stillBad++;
    }
    if (succeeded) servers.isBad[server] = 0;
    if (servers.retires(server, this.now)) {
      servers.retired[server] = 1;
      this.counts.retired++;
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
    this.counts.idle++;
    this.noteFailure(server);
    this.pool.leave(server);
    const standby = this.standbys.indexOf(server);
    if (standby >= 0) this.standbys.splice(standby, 1);
    this.sendToRepair(server);
  }

  /**
   * Good servers turn bad: the given part of badShare of them, and one at least. Who computes goes on at its old rate till
   * the next failure.
   */
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
}
