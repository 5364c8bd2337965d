/** Everything that takes chips of a fleet in service out of use, wired together: failures, repair, maintenance, outages. */
import type { Engine, Stream } from "../engine/index.ts";
import { hashKey } from "../engine/index.ts";
import type { ThinnedHazardSnapshot } from "../engine/thinning.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { Model } from "../model/types.ts";
import { COUNT, FailureCounts, causeAt } from "./failure-counts.ts";
import type { FailureCountsSnapshot } from "./failure-counts.ts";
import { Failures } from "./failures.ts";
import type { FailurePorts } from "./failures.ts";
import type { Hosts } from "./hosts.ts";
import { OUT } from "./hosts.ts";
import { Lemons } from "./lemons.ts";
import type { LemonSnapshot } from "./lemons.ts";
import { Maintenance } from "./maintenance.ts";
import type { MaintenancePorts, MaintenanceSnapshot } from "./maintenance.ts";
import { OutOfService } from "./out-of-service.ts";
import { RETURNS, RepairShop } from "./repair-shop.ts";
import type { ShopSnapshot, Ticket } from "./repair-shop.ts";
import { SiteOutages } from "./site-outages.ts";
import type { OutagePorts, OutageSnapshot } from "./site-outages.ts";

export interface ReliabilityPorts
  extends
    Pick<FailurePorts, "gangLosesUs" | "smallJobFails" | "jobStops" | "held" | "canFail">,
    Pick<MaintenancePorts, "saves" | "gangGivesUs" | "smallJobGives">,
    Pick<OutagePorts, "stopJobs"> {
  readonly engine: Engine;
  readonly model: Model;
  readonly hosts: Hosts;
  readonly ledger: ChipLedger;
  readonly log: EventLog;
  readonly draws: (this: void, purpose: string) => Stream;
  readonly handlers: {
    readonly candidate: number;
    readonly lemon: number;
    readonly hostMended: number;
    readonly repair: number;
    readonly round: number;
    readonly visit: number;
    readonly siteFails: number;
    readonly siteBack: number;
  };
  readonly eventClass: number;
  touch(pool: number): void;
  freed(): void;
}

export interface ReliabilitySnapshot {
  readonly hazard: ThinnedHazardSnapshot;
  readonly lemonHazard: ThinnedHazardSnapshot | undefined;
  readonly lemons: LemonSnapshot;
  readonly shop: ShopSnapshot;
  readonly counts: FailureCountsSnapshot;
  readonly maintenance: MaintenanceSnapshot | undefined;
  readonly outages: OutageSnapshot;
  readonly software: number;
}

export class Reliability {
  readonly counts: FailureCounts;
  readonly outages: SiteOutages;
  readonly out: OutOfService;
  private readonly failures: Failures;
  private readonly lemons: Lemons;
  private readonly shop: RepairShop;
  private readonly maintenance: Maintenance | undefined;
  private readonly ports: ReliabilityPorts;
  private readonly jobCauses: Stream;
  /** Failures of software so far: numbers the draws of their causes. */
  private software = 0;

  constructor(ports: ReliabilityPorts) {
    this.ports = ports;
    const { engine, model, hosts, eventClass, handlers, draws } = ports;
    const poolKeys = model.pools.map((p) => hashKey(p.id));
    const lemonKeys = model.pools.map((p) => hashKey(`lemon ${p.id}`));
    this.counts = new FailureCounts(model.reliability.causes.length);
    this.jobCauses = draws("software cause");
    this.out = new OutOfService(hosts, ports.ledger, model.pools);
    this.lemons = new Lemons(model.reliability.lemonShare, draws("lemon"), poolKeys);
    const { counts, out, lemons } = this;
    const repairs = draws("repair");
    this.shop = new RepairShop({
      engine,
      model,
      counts,
      repairs,
      successes: draws("repair success"),
      handlers,
      eventClass,
      hosts,
      hostMended: (pool, host, ticket, now) => {
        this.mendHost(pool, this.hostAt(pool, host), ticket.works, now);
        if (!ticket.works) this.shop.returnFault(pool, host, ticket.cause, now);
      },
      usMended: (pool, us, now) => this.onUsMended(pool, us, now),
      faultReturns: (pool, host, ticket, k, now) => {
        const failed = this.failures.hostFails(pool, this.hostAt(pool, host), ticket.cause, RETURNS, k, now);
        if (failed) counts.add(COUNT.returned);
      },
      inService: (ticket) => hosts.usState[this.usOf(ticket)] === 1,
    });
    const { shop } = this;
    this.failures = new Failures({
      ...ports,
      handlers,
      out,
      shop,
      lemons,
      counts,
      gaps: draws("failure"),
      victims: draws("victim"),
      repairs,
      diagnoses: draws("diagnosis"),
      poolKeys,
      lemonKeys,
      isReplaced: () => false,
    });
    engine.on(handlers.hostMended, (host, now) => this.onHostMended(host, now), "host mended");
    const plan = model.reliability.maintenance;
    this.maintenance =
      plan && new Maintenance({ ...ports, handlers, out, counts, plan, pools: model.pools.length });
    this.outages = new SiteOutages({
      ...ports,
      out,
      counts,
      draws: draws("site outage"),
      siteKeys: model.sites.map((site) => hashKey(site.id)),
      handlers: { fails: handlers.siteFails, back: handlers.siteBack },
    });
  }

  /** UltraServers of a pool have come into service. */
  installed(pool: number, now: number): void {
    const { hosts } = this.ports;
    this.lemons.installed(pool, (hosts.installed[pool] ?? 0) * (hosts.hostsPerUs[pool] ?? 0));
    this.rearm(pool);
    this.maintenance?.installed(pool, now);
    this.outages.cover(pool, now);
  }

  rearm(pool: number): void {
    this.failures.rearm(pool);
  }

  /** Software has stopped a job. */
  softwareFailed(key: number): void {
    this.counts.failed(
      causeAt(this.ports.model.reliability.jobCauses, this.jobCauses.uniform(key, this.software++)),
    );
  }

  private onHostMended(host: number, now: number): void {
    const pool = this.ports.hosts.poolOf(host);
    this.mendHost(pool, host, true, now);
  }

  private mendHost(pool: number, host: number, works: boolean, now: number): void {
    const { hosts } = this.ports;
    const us = hosts.usOfHost(pool, host);
    // A host that retired while broken left the ledger then.
    if (hosts.usState[us] !== 1) return;
    this.out.hostMends(pool, us, host, now);
    if (works && this.lemons.any && this.lemons.cure(pool, host - (hosts.hostBase[pool] ?? 0))) {
      this.counts.add(COUNT.lemonsFound);
      this.rearm(pool);
    }
    this.ports.touch(pool);
    this.ports.freed();
  }

  private onUsMended(pool: number, unit: number, now: number): void {
    const { hosts } = this.ports;
    const us = (hosts.usBase[pool] ?? 0) + unit;
    this.out.before(pool, us);
    hosts.bringBack(pool, us, OUT.broken);
    this.out.after(pool, us, now);
    this.ports.touch(pool);
    this.ports.freed();
  }

  private hostAt(pool: number, host: number): number {
    return (this.ports.hosts.hostBase[pool] ?? 0) + host;
  }

  private usOf({ kind, pool, unit }: Ticket): number {
    const { hosts } = this.ports;
    return kind === "us" ? (hosts.usBase[pool] ?? 0) + unit : hosts.usOfHost(pool, this.hostAt(pool, unit));
  }

  snapshot(): ReliabilitySnapshot {
    const { failures, lemons, shop, counts, maintenance, outages, software } = this;
    return {
      hazard: failures.hazard.snapshot(),
      lemonHazard: failures.lemonHazard?.snapshot(),
      lemons: lemons.snapshot(),
      shop: shop.snapshot(),
      counts: counts.snapshot(),
      maintenance: maintenance?.snapshot(),
      outages: outages.snapshot(),
      software,
    };
  }

  restore(from: ReliabilitySnapshot): void {
    this.failures.hazard.restore(from.hazard);
    if (from.lemonHazard !== undefined) this.failures.lemonHazard?.restore(from.lemonHazard);
    this.lemons.restore(from.lemons);
    this.shop.restore(from.shop);
    this.counts.restore(from.counts);
    if (from.maintenance !== undefined) this.maintenance?.restore(from.maintenance);
    this.outages.restore(from.outages);
    this.software = from.software;
  }
}
