/**
 * The ledger's side of what is out: hosts under repair, in planned maintenance or at a site without power, by the
 * state that comes first. Call `before`, change one UltraServer, call `after`.
 */
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { PoolModel } from "../model/types.ts";
import type { Hosts } from "./hosts.ts";
import { OUT } from "./hosts.ts";

const STATES = [S.siteOutage, S.maintenance, S.repair] as const;

export class OutOfService {
  private readonly hosts: Hosts;
  private readonly ledger: ChipLedger;
  private readonly pools: readonly PoolModel[];
  private readonly was = new Int32Array(STATES.length);
  private readonly is = new Int32Array(STATES.length);

  constructor(hosts: Hosts, ledger: ChipLedger, pools: readonly PoolModel[]) {
    this.hosts = hosts;
    this.ledger = ledger;
    this.pools = pools;
  }

  before(pool: number, us: number): void {
    this.hosts.countOut(pool, us, this.was);
  }

  after(pool: number, us: number, now: number): void {
    const { hosts, ledger, was, is } = this;
    hosts.countOut(pool, us, is);
    const perHost = this.pools[pool]?.chipsPerHost ?? 0;
    for (let i = 0; i < STATES.length; i++) {
      if (is[i] === was[i]) continue;
      const more = ((is[i] ?? 0) - (was[i] ?? 0)) * perHost;
      const state = STATES[i] ?? S.repair;
      if (more > 0) ledger.enter(pool, state, more, now);
      else ledger.leave(pool, state, -more, now);
    }
  }

  /** A host that was up, in an UltraServer that is not out, breaks. */
  hostBreaks(pool: number, us: number, host: number, now: number): void {
    this.hosts.breakHost(pool, us, host, OUT.broken);
    this.ledger.enter(pool, S.repair, this.pools[pool]?.chipsPerHost ?? 0, now);
  }

  /** A broken host is mended; beside what else keeps it out it stays where that puts it. */
  hostMends(pool: number, us: number, host: number, now: number): void {
    const { hosts } = this;
    if (hosts.usOut[us] === 0 && hosts.hostDown[host] === OUT.broken) {
      hosts.mendHost(pool, us, host, OUT.broken);
      this.ledger.leave(pool, S.repair, this.pools[pool]?.chipsPerHost ?? 0, now);
      return;
    }
    this.before(pool, us);
    hosts.mendHost(pool, us, host, OUT.broken);
    this.after(pool, us, now);
  }

  /** Takes an UltraServer out of service for good. */
  retire(pool: number, us: number, now: number): void {
    this.before(pool, us);
    this.hosts.retire(pool, us);
    this.after(pool, us, now);
  }
}
