/**
 * Failures of hosts (their chips included) and of UltraServer fabrics, and their repair. One candidate timer
 * a pool at a rate that bounds the pool's hazard; the victim is uniform, and one that is already down is a
 * no-op: exact thinning, independent of what the fleet is doing.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { ThinnedHazard, exponential } from "../engine/index.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";
import type { Hosts } from "./hosts.ts";
import { NOBODY } from "./hosts.ts";

export interface FailurePorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly hosts: Hosts;
  readonly ledger: ChipLedger;
  readonly gaps: Stream;
  readonly victims: Stream;
  readonly repairs: Stream;
  readonly poolKeys: readonly number[];
  readonly handlers: {
    readonly candidate: number;
    readonly hostMended: number;
    readonly fabricMended: number;
  };
  readonly eventClass: number;
  /** The gang that holds the UltraServer loses it (it must be free afterwards). */
  gangLosesUs(slot: number, us: number, now: number): void;
  /** The small job that holds a host gives up all it holds. */
  smallJobFails(slot: number, now: number): void;
  /** False while the job is in a restart that the scenario says cannot fail. */
  canFail(slot: number): boolean;
  touch(pool: number): void;
  freed(): void;
}

export class Failures {
  readonly hazard: ThinnedHazard;
  private readonly ports: FailurePorts;
  /** Which candidate broke the host or fabric: keys its repair. */
  count = 0;

  constructor(ports: FailurePorts) {
    this.ports = ports;
    const { engine, handlers, eventClass } = ports;
    this.hazard = new ThinnedHazard(engine, {
      pools: ports.model.pools.length,
      handlerId: handlers.candidate,
      eventClass,
      stream: ports.gaps,
      entities: ports.poolKeys,
      onCandidate: (pool, now, k) => this.onCandidate(pool, now, k),
      name: "failure candidate",
    });
    engine.on(handlers.hostMended, (host, now) => this.onHostMended(host, now), "host mended");
    engine.on(handlers.fabricMended, (us, now) => this.onFabricMended(us, now), "fabric mended");
  }

  /** The pool has grown: its candidates come faster. */
  rearm(pool: number): void {
    const { hosts, model } = this.ports;
    const p = model.pools[pool];
    if (p === undefined) return;
    const us = hosts.installed[pool] ?? 0;
    this.hazard.setRate(pool, us * (p.hostsPerUs * p.hostFailuresPerSecond + p.fabricFailuresPerSecond));
  }

  private onCandidate(pool: number, now: number, k: number): void {
    const { hosts, model, victims, poolKeys } = this.ports;
    const p = model.pools[pool];
    if (p === undefined) return;
    const installed = hosts.installed[pool] ?? 0;
    const hostCount = installed * p.hostsPerUs;
    const hostRate = hostCount * p.hostFailuresPerSecond;
    const total = hostRate + installed * p.fabricFailuresPerSecond;
    // One draw picks the kind and, by what is left of it, the victim.
    const at = victims.uniform(poolKeys[pool] ?? 0, k) * total;
    if (at < hostRate) {
      const index = Math.min(hostCount - 1, Math.floor(at / p.hostFailuresPerSecond));
      const host = (hosts.hostBase[pool] ?? 0) + index;
      this.hostFails(pool, hosts.usOfHost(pool, host), host, k, now);
    } else {
      const index = Math.min(installed - 1, Math.floor((at - hostRate) / p.fabricFailuresPerSecond));
      this.fabricFails(pool, (hosts.usBase[pool] ?? 0) + index, k, now);
    }
  }

  private hostFails(pool: number, us: number, host: number, k: number, now: number): void {
    const { hosts, ledger, model, engine, handlers, eventClass } = this.ports;
    if (hosts.usState[us] !== 1 || hosts.hostDown[host] !== 0 || hosts.usFabric[us] !== 0) return;
    const gang = hosts.usOwner[us] ?? NOBODY;
    const small = hosts.smallOwner(pool, host);
    const slot = gang !== NOBODY ? gang : small;
    if (slot !== NOBODY && !this.ports.canFail(slot)) return;
    this.count++;
    hosts.breakHost(pool, us, host);
    if (gang !== NOBODY) this.ports.gangLosesUs(gang, us, now);
    else if (small !== NOBODY) this.ports.smallJobFails(small, now);
    ledger.enter(pool, S.repair, model.pools[pool]?.chipsPerHost ?? 0, now);
    this.ports.touch(pool);
    engine.at(now + this.repairSeconds(pool, k), eventClass, handlers.hostMended, host);
  }

  private fabricFails(pool: number, us: number, k: number, now: number): void {
    const { hosts, ledger, model, engine, handlers, eventClass, repairs, poolKeys } = this.ports;
    if (hosts.usState[us] !== 1 || hosts.usFabric[us] !== 0) return;
    const gang = hosts.usOwner[us] ?? NOBODY;
    if (gang !== NOBODY && !this.ports.canFail(gang)) return;
    const first = hosts.firstHost(pool, us);
    const end = first + (hosts.hostsPerUs[pool] ?? 0);
    for (let h = first; h < end; h++) {
      const small = hosts.smallOwner(pool, h);
      if (small !== NOBODY && !this.ports.canFail(small)) return;
    }
    this.count++;
    // Broken before it is given up, or the gang would take it right back.
    const up = hosts.breakFabric(pool, us);
    if (gang !== NOBODY) this.ports.gangLosesUs(gang, us, now);
    for (let h = first; h < end; h++) {
      const small = hosts.smallOwner(pool, h);
      if (small !== NOBODY) this.ports.smallJobFails(small, now);
    }
    ledger.enter(pool, S.repair, up * (model.pools[pool]?.chipsPerHost ?? 0), now);
    this.ports.touch(pool);
    const wait = exponential(repairs.uniform(poolKeys[pool] ?? 0, 3 * k), model.repair.fabricSeconds);
    engine.at(now + wait, eventClass, handlers.fabricMended, us);
  }

  /** The whole repair in one draw: automatic, then for a share of them a person. */
  private repairSeconds(pool: number, k: number): number {
    const { repairs, poolKeys, model } = this.ports;
    const key = poolKeys[pool] ?? 0;
    const { autoSeconds, manualSeconds, manualShare } = model.repair;
    const auto = exponential(repairs.uniform(key, 3 * k), autoSeconds);
    if (repairs.uniform(key, 3 * k + 1) >= manualShare) return auto;
    return auto + exponential(repairs.uniform(key, 3 * k + 2), manualSeconds);
  }

  private onHostMended(host: number, now: number): void {
    const { hosts, ledger, model } = this.ports;
    const pool = this.poolOf(hosts.hostBase, host);
    const us = hosts.usOfHost(pool, host);
    // A host that retired while broken left the ledger then.
    if (hosts.usState[us] !== 1) return;
    hosts.mendHost(pool, us, host);
    // Beside a broken fabric it stays in repair until that is mended.
    if (hosts.usFabric[us] === 0) ledger.leave(pool, S.repair, model.pools[pool]?.chipsPerHost ?? 0, now);
    this.ports.touch(pool);
    this.ports.freed();
  }

  private onFabricMended(us: number, now: number): void {
    const { hosts, ledger, model } = this.ports;
    const pool = this.poolOf(hosts.usBase, us);
    if (hosts.usState[us] !== 1) return;
    const up = hosts.mendFabric(pool, us);
    ledger.leave(pool, S.repair, up * (model.pools[pool]?.chipsPerHost ?? 0), now);
    this.ports.touch(pool);
    this.ports.freed();
  }

  private poolOf(base: Int32Array, index: number): number {
    let pool = 0;
    while (pool + 2 < base.length && (base[pool + 1] ?? 0) <= index) pool++;
    return pool;
  }
}
