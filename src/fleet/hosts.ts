/**
 * Hosts inside UltraServers, by pool: who is up, who is free, who holds what. A list of UltraServers per
 * number of free hosts makes best fit and "take a whole one" O(1). Counts are in hosts; no randomness, no
 * ledger here.
 */
import type { PoolModel } from "../model/types.ts";

export const NOBODY = -1;

/** Why a whole UltraServer is out (`usOut`), and why one host is (`hostDown`): bits, as several may hold at once. */
export const OUT = { broken: 1, maintenance: 2, site: 4 } as const;

export interface HostsSnapshot {
  readonly arrays: Readonly<Record<string, Int32Array | Uint8Array>>;
}

export class Hosts {
  readonly hostsPerUs: Int32Array;
  readonly usBase: Int32Array;
  readonly hostBase: Int32Array;
  /** UltraServers brought into service so far, by pool (retired ones included). */
  readonly installed: Int32Array;
  readonly retired: Int32Array;
  /** Up hosts held by nobody; of those, the ones beside a broken neighbour. */
  readonly freeHosts: Int32Array;
  readonly degradedFreeHosts: Int32Array;
  /** Bits of OUT while the host itself is broken or maintained. */
  readonly hostDown: Uint8Array;
  /** Small job that holds the host, or NOBODY. */
  readonly hostOwner: Int32Array;
  /** Hosts held by small jobs, by pool: where there are none nobody's host need be looked up among a million. */
  readonly smallHosts: Int32Array;
  /** 0 not in service, 1 in service, 2 retired. */
  readonly usState: Uint8Array;
  /** Hosts of the UltraServer that are down by themselves; what takes all of it out is in `usOut`, as bits of OUT. */
  readonly usDown: Uint8Array;
  readonly usOut: Uint8Array;
  /** UltraServers in service that are out or have a host down, by pool. */
  readonly brokenUs: Int32Array;
  /** Gang that holds the whole UltraServer, or NOBODY. */
  readonly usOwner: Int32Array;
  readonly usFree: Uint8Array;
  private readonly next: Int32Array;
  private readonly prev: Int32Array;
  private readonly heads: Int32Array;
  private readonly lengths: Int32Array;
  private readonly listBase: Int32Array;

  constructor(pools: readonly PoolModel[]) {
    const n = pools.length;
    this.hostsPerUs = Int32Array.from(pools, (p) => p.hostsPerUs);
    this.usBase = new Int32Array(n + 1);
    this.hostBase = new Int32Array(n + 1);
    this.listBase = new Int32Array(n + 1);
    pools.forEach((p, i) => {
      this.usBase[i + 1] = (this.usBase[i] ?? 0) + p.totalUs;
      this.hostBase[i + 1] = (this.hostBase[i] ?? 0) + p.totalUs * p.hostsPerUs;
      this.listBase[i + 1] = (this.listBase[i] ?? 0) + p.hostsPerUs + 1;
    });
    const us = this.usBase[n] ?? 0;
    const hosts = this.hostBase[n] ?? 0;
    this.installed = new Int32Array(n);
    this.retired = new Int32Array(n);
    this.freeHosts = new Int32Array(n);
    this.degradedFreeHosts = new Int32Array(n);
    this.hostDown = new Uint8Array(hosts);
    this.smallHosts = new Int32Array(n);
    this.hostOwner = new Int32Array(hosts).fill(NOBODY);
    this.usState = new Uint8Array(us);
    this.usDown = new Uint8Array(us);
    this.usOut = new Uint8Array(us);
    this.brokenUs = new Int32Array(n);
    this.usOwner = new Int32Array(us).fill(NOBODY);
    this.usFree = new Uint8Array(us);
    this.next = new Int32Array(us).fill(NOBODY);
    this.prev = new Int32Array(us).fill(NOBODY);
    this.heads = new Int32Array(this.listBase[n] ?? 0).fill(NOBODY);
    this.lengths = new Int32Array(this.listBase[n] ?? 0);
  }

  /** First host (global index) of an UltraServer (global index). */
  firstHost(pool: number, us: number): number {
    return (this.hostBase[pool] ?? 0) + (us - (this.usBase[pool] ?? 0)) * (this.hostsPerUs[pool] ?? 1);
  }

  /** Pool of a host, with `hostBase`, or of an UltraServer, with `usBase`. */
  poolOf(index: number, base: Int32Array): number {
    let pool = 0;
    while (pool + 2 < base.length && (base[pool + 1] ?? 0) <= index) pool++;
    return pool;
  }

  usOfHost(pool: number, host: number): number {
    const offset = host - (this.hostBase[pool] ?? 0);
    return (this.usBase[pool] ?? 0) + Math.floor(offset / (this.hostsPerUs[pool] ?? 1));
  }

  /** Small job that holds a host, or NOBODY. */
  smallOwner(pool: number, host: number): number {
    return this.smallHosts[pool] === 0 ? NOBODY : (this.hostOwner[host] ?? NOBODY);
  }

  /** Whole UltraServers that are up and held by nobody. */
  wholeFree(pool: number): number {
    return this.lengths[(this.listBase[pool] ?? 0) + (this.hostsPerUs[pool] ?? 0)] ?? 0;
  }

  /** Most free hosts in any one UltraServer of a pool. */
  mostFree(pool: number): number {
    let free = this.hostsPerUs[pool] ?? 0;
    while (free > 0 && this.lengths[(this.listBase[pool] ?? 0) + free] === 0) free--;
    return free;
  }

  isBroken(us: number): boolean {
    return this.usDown[us] !== 0 || this.usOut[us] !== 0;
  }

  /** Brings the next `count` UltraServers of a pool into service; returns the first one's index. */
  install(pool: number, count: number): number {
    const first = (this.usBase[pool] ?? 0) + (this.installed[pool] ?? 0);
    this.installed[pool] = (this.installed[pool] ?? 0) + count;
    for (let us = first; us < first + count; us++) {
      this.usState[us] = 1;
      this.setFree(pool, us, this.hostsPerUs[pool] ?? 0);
    }
    return first;
  }

  /** Free whole UltraServer, or NOBODY. The caller takes it with `takeUs`. */
  peekWhole(pool: number): number {
    return this.heads[(this.listBase[pool] ?? 0) + (this.hostsPerUs[pool] ?? 0)] ?? NOBODY;
  }

  takeUs(pool: number, us: number, owner: number): void {
    this.usOwner[us] = owner;
    this.setFree(pool, us, 0);
  }

  /** Gives an UltraServer back; its up hosts become free. Returns how many. */
  releaseUs(pool: number, us: number): number {
    this.usOwner[us] = NOBODY;
    const up = this.countUp(pool, us);
    this.setFree(pool, us, up);
    return up;
  }

  /** UltraServer with the fewest free hosts that still has `hosts` of them, or NOBODY. */
  bestFit(pool: number, hosts: number): number {
    const base = this.listBase[pool] ?? 0;
    for (let free = hosts; free <= (this.hostsPerUs[pool] ?? 0); free++) {
      const us = this.heads[base + free] ?? NOBODY;
      if (us !== NOBODY) return us;
    }
    return NOBODY;
  }

  /** Takes `hosts` free hosts of one UltraServer for a small job; appends their indices to `into`. */
  takeHosts(pool: number, us: number, hosts: number, owner: number, into: number[]): void {
    const first = this.firstHost(pool, us);
    let left = hosts;
    for (let h = first; left > 0 && h < first + (this.hostsPerUs[pool] ?? 0); h++) {
      if (this.hostDown[h] !== 0 || this.hostOwner[h] !== NOBODY) continue;
      this.hostOwner[h] = owner;
      into.push(h);
      left--;
    }
    this.smallHosts[pool] = (this.smallHosts[pool] ?? 0) + hosts - left;
    this.setFree(pool, us, (this.usFree[us] ?? 0) - hosts);
  }

  /** Gives one host of a small job back. Returns true where it is up and so free. */
  releaseHost(pool: number, host: number): boolean {
    if (this.hostOwner[host] !== NOBODY) this.smallHosts[pool] = (this.smallHosts[pool] ?? 0) - 1;
    this.hostOwner[host] = NOBODY;
    const us = this.usOfHost(pool, host);
    if (this.hostDown[host] !== 0 || this.usOut[us] !== 0 || this.usState[us] !== 1) return false;
    this.setFree(pool, us, (this.usFree[us] ?? 0) + 1);
    return true;
  }

  /** A host goes down for a reason. Owners are the caller's business. */
  breakHost(pool: number, us: number, host: number, why: number): void {
    const before = this.hostDown[host] ?? 0;
    this.hostDown[host] = before | why;
    if (before !== 0) return;
    const free =
      this.usOwner[us] === NOBODY && this.smallOwner(pool, host) === NOBODY && this.usOut[us] === 0;
    this.changeDown(pool, us, 1);
    if (free) this.setFree(pool, us, (this.usFree[us] ?? 0) - 1);
  }

  /** The reason is gone; without another one the host is up, and free where nothing else holds it back. */
  mendHost(pool: number, us: number, host: number, why: number): void {
    const before = this.hostDown[host] ?? 0;
    const left = before & ~why;
    this.hostDown[host] = left;
    if (before === 0 || left !== 0) return;
    this.changeDown(pool, us, -1);
    if (this.usOut[us] !== 0 || this.usOwner[us] !== NOBODY) return;
    this.setFree(pool, us, (this.usFree[us] ?? 0) + 1);
  }

  /**
   * The whole UltraServer goes out for a reason. Whoever holds it must give it up afterwards; what it gives back is
   * not free.
   */
  takeOut(pool: number, us: number, why: number): void {
    if (this.usOut[us] === 0) this.setFree(pool, us, 0);
    if (!this.isBroken(us)) this.countBroken(pool, 1);
    this.usOut[us] = (this.usOut[us] ?? 0) | why;
  }

  /** The reason is gone; without another one its up hosts are free. */
  bringBack(pool: number, us: number, why: number): void {
    const left = (this.usOut[us] ?? 0) & ~why;
    const before = this.isBroken(us);
    this.usOut[us] = left;
    if (before && !this.isBroken(us)) this.countBroken(pool, -1);
    if (left === 0) this.setFree(pool, us, this.countUp(pool, us));
  }

  /** Hosts of an UltraServer that are out, by the state that comes first: [site outage, maintenance, repair]. */
  countOut(pool: number, us: number, into: Int32Array): void {
    into.fill(0);
    if (this.usState[us] !== 1) return;
    const all = this.hostsPerUs[pool] ?? 0;
    const out = this.usOut[us] ?? 0;
    if ((out & OUT.site) !== 0) into[0] = all;
    else if ((out & OUT.maintenance) !== 0) into[1] = all;
    else {
      let maintained = 0;
      if (this.usDown[us] !== 0) {
        const first = this.firstHost(pool, us);
        for (let h = first; h < first + all; h++)
          if (((this.hostDown[h] ?? 0) & OUT.maintenance) !== 0) maintained++;
      }
      into[1] = maintained;
      into[2] = (out === 0 ? (this.usDown[us] ?? 0) : all) - maintained;
    }
  }

  /** Takes an UltraServer out of service for good, as `takeOut` does for a while. */
  retire(pool: number, us: number): void {
    this.setFree(pool, us, 0);
    if (this.isBroken(us)) this.countBroken(pool, -1);
    this.usState[us] = 2;
    this.retired[pool] = (this.retired[pool] ?? 0) + 1;
  }

  countUp(pool: number, us: number): number {
    if (this.usOut[us] !== 0 || this.usState[us] !== 1) return 0;
    return (this.hostsPerUs[pool] ?? 0) - (this.usDown[us] ?? 0);
  }

  private changeDown(pool: number, us: number, by: number): void {
    const before = this.isBroken(us);
    this.usDown[us] = (this.usDown[us] ?? 0) + by;
    if (before === this.isBroken(us)) return;
    if (this.usState[us] === 1) this.countBroken(pool, before ? -1 : 1);
    const free = this.usFree[us] ?? 0;
    this.degradedFreeHosts[pool] = (this.degradedFreeHosts[pool] ?? 0) + (before ? -free : free);
  }

  private countBroken(pool: number, by: number): void {
    this.brokenUs[pool] = (this.brokenUs[pool] ?? 0) + by;
  }

  private setFree(pool: number, us: number, free: number): void {
    const before = this.usFree[us] ?? 0;
    if (before > 0) this.unlink(pool, us, before);
    this.usFree[us] = free;
    if (free > 0) this.link(pool, us, free);
    this.freeHosts[pool] = (this.freeHosts[pool] ?? 0) + free - before;
    if (this.isBroken(us)) {
      this.degradedFreeHosts[pool] = (this.degradedFreeHosts[pool] ?? 0) + free - before;
    }
  }

  private link(pool: number, us: number, free: number): void {
    const list = (this.listBase[pool] ?? 0) + free;
    const head = this.heads[list] ?? NOBODY;
    this.next[us] = head;
    this.prev[us] = NOBODY;
    if (head !== NOBODY) this.prev[head] = us;
    this.heads[list] = us;
    this.lengths[list] = (this.lengths[list] ?? 0) + 1;
  }

  private unlink(pool: number, us: number, free: number): void {
    const list = (this.listBase[pool] ?? 0) + free;
    const next = this.next[us] ?? NOBODY;
    const prev = this.prev[us] ?? NOBODY;
    if (prev === NOBODY) this.heads[list] = next;
    else this.next[prev] = next;
    if (next !== NOBODY) this.prev[next] = prev;
    this.lengths[list] = (this.lengths[list] ?? 0) - 1;
  }

  private arrays(): Record<string, Int32Array | Uint8Array> {
    const { installed, retired, freeHosts, degradedFreeHosts, hostDown, hostOwner, smallHosts } = this;
    const { brokenUs, usState, usDown, usOut, usOwner, usFree, next, prev, heads, lengths } = this;
    return {
      installed,
      retired,
      freeHosts,
      degradedFreeHosts,
      hostDown,
      hostOwner,
      smallHosts,
      brokenUs,
      usState,
      usDown,
      usOut,
      usOwner,
      usFree,
      next,
      prev,
      heads,
      lengths,
    };
  }

  snapshot(): HostsSnapshot {
    return {
      arrays: Object.fromEntries(Object.entries(this.arrays()).map(([name, a]) => [name, a.slice()])),
    };
  }

  restore(from: HostsSnapshot): void {
    for (const [name, array] of Object.entries(this.arrays())) {
      const saved = from.arrays[name];
      if (saved === undefined || saved.length !== array.length) {
        throw new Error(
          `snapshot.hosts.${name} does not fit this model (${saved?.length ?? 0} for ${array.length})`,
        );
      }
      array.set(saved);
    }
  }
}
