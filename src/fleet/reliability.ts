/** Everything that takes chips of a fleet in service out of use, wired together: failures, repair, maintenance, outages. */
import type { Engine, Stream } from "../engine/index.ts";
import { hashKey } from "../engine/index.ts";
import type { ThinnedHazardSnapshot } from "../engine/thinning.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { CauseShares, KnownFailure } from "../model/reliability.ts";
import type { Model } from "../model/types.ts";
import { COUNT, FailureCounts, causeAt } from "./failure-counts.ts";
import type { FailureCountsSnapshot } from "./failure-counts.ts";
import { Failures } from "./failures.ts";
import type { FailurePorts } from "./failures.ts";
import { given } from "./given.ts";
import type { Hosts } from "./hosts.ts";
import type { AgeSnapshot, HostAges } from "./host-ages.ts";
import { OUT } from "./hosts.ts";
import { Lemons } from "./lemons.ts";
import type { LemonSnapshot } from "./lemons.ts";
import type { Maintenance, MaintenancePorts, MaintenanceSnapshot } from "./maintenance.ts";
import { OutOfService } from "./out-of-service.ts";
import { RETURNS, RepairShop } from "./repair-shop.ts";
import type { ShopSnapshot, Ticket } from "./repair-shop.ts";
import type { Replacements, ReplacementsSnapshot } from "./replacements.ts";
import { SiteOutages } from "./site-outages.ts";
import type { OutagePorts, OutageSnapshot } from "./site-outages.ts";

/** What only some models use. */
export interface SeldomUsed {
  /** Hosts that wear out. */
  readonly HostAges?: typeof HostAges;
  /** Planned rounds through the fleet. */
  readonly Maintenance?: typeof Maintenance;
  /** Hosts that fail too often make way for new ones. */
  readonly Replacements?: typeof Replacements;
}

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
    readonly usMended: number;
    readonly repair: number;
    readonly round: number;
    readonly visit: number;
    readonly siteFails: number;
    readonly siteBack: number;
    readonly age: number;
  };
  readonly eventClass: number;
  readonly seldom: SeldomUsed;
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
  readonly aged: number;
  readonly ages: AgeSnapshot | undefined;
  readonly replacements: ReplacementsSnapshot | undefined;
}

export class Reliability {
  readonly counts: FailureCounts;
  readonly outages: SiteOutages;
  readonly out: OutOfService;
  private readonly failures: Failures;
  private readonly lemons: Lemons;
  private readonly shop: RepairShop;
  private readonly maintenance: Maintenance | undefined;
  private readonly ages: HostAges | undefined;
  private readonly known: Stream;
  private readonly replacements: Replacements | undefined;
  private readonly ports: ReliabilityPorts;
  private readonly jobCauses: Stream;
  /** Failures of software so far: numbers the draws of their causes. */
  private software = 0;
  /** Failures by age so far: numbers the draws of their repairs. */
  private aged = 0;

  constructor(ports: ReliabilityPorts) {
    this.ports = ports;
    const { engine, model, hosts, eventClass, handlers, draws, seldom } = ports;
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
      usMended: (pool, us, now) => this.onUsMended((hosts.usBase[pool] ?? 0) + us, now),
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
      isReplaced: (pool, unit, cause, now) => this.isReplaced(pool, unit, cause, now),
    });
    engine.on(handlers.hostMended, (host, now) => this.onHostMended(host, now), "host mended");
    engine.on(handlers.usMended, (us, now) => this.onUsMended(us, now), "UltraServer mended");
    this.known = draws("known failure");
    const ageKeys = model.pools.map((p) => hashKey(`age ${p.id}`));
    const { wear, lemonFactor } = model.reliability;
    this.ages =
      wear &&
      new (given(seldom.HostAges, "HostAges"))({
        engine,
        pools: model.pools,
        wear,
        hosts,
        lemons,
        lemonFactor,
        draws,
        handler: handlers.age,
        eventClass,
        horizonSeconds: model.horizonSeconds,
        fails: (pool, host, u, now) => {
          const cause = causeAt(model.pools[pool]?.hostCauses ?? NO_CAUSES, u);
          return this.failures.hostFails(pool, host, cause, ageKeys[pool] ?? 0, this.aged++, now);
        },
      });
    const { replace } = model.reliability;
    this.replacements =
      replace && new (given(seldom.Replacements, "Replacements"))(replace, model.pools.length);
    const plan = model.reliability.maintenance;
    this.maintenance =
      plan &&
      new (given(seldom.Maintenance, "Maintenance"))({
        ...ports,
        handlers,
        out,
        counts,
        plan,
        pools: model.pools.length,
      });
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
    const count = (hosts.installed[pool] ?? 0) * (hosts.hostsPerUs[pool] ?? 0);
    this.lemons.installed(pool, count);
    this.ages?.installed(pool, count, now);
    this.rearm(pool);
    this.maintenance?.installed(pool, now);
    this.outages.cover(pool, now);
  }

  rearm(pool: number): void {
    this.failures.rearm(pool);
  }

  /** A failure of the scenario's list; one that names no unit strikes one that is up. */
  knownFailure(index: number, now: number): void {
    const { model, hosts } = this.ports;
    const known = model.reliability.known[index];
    if (known === undefined) return;
    const pools = known.pool >= 0 ? [known.pool] : (model.sites[known.site]?.pools ?? []);
    const perUs = (pool: number): number => (known.wholeUs ? 1 : (hosts.hostsPerUs[pool] ?? 1));
    const sizes = pools.map((pool) => (hosts.installed[pool] ?? 0) * perUs(pool));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const tries = known.unit >= 0 ? 1 : TRIES;
    for (let k = 0; k < tries; k++) {
      let unit = known.unit >= 0 ? known.unit : Math.floor(this.known.uniform(index, k) * all);
      for (const [i, pool] of pools.entries()) {
        const size = sizes[i] ?? 0;
        if (unit < size) {
          if (this.strike(pool, unit, known, index, now)) return;
          break;
        }
        unit -= size;
      }
    }
  }

  private strike(pool: number, unit: number, known: KnownFailure, index: number, now: number): boolean {
    const { hosts } = this.ports;
    const { cause, repairSeconds, wholeUs } = known;
    if (!wholeUs)
      return this.failures.hostFails(pool, this.hostAt(pool, unit), cause, KNOWN, index, now, repairSeconds);
    const us = (hosts.usBase[pool] ?? 0) + unit;
    return this.failures.usFails(pool, us, cause, KNOWN, index, now, repairSeconds);
  }

  /** Software has stopped a job. */
  softwareFailed(key: number): void {
    this.counts.failed(
      causeAt(this.ports.model.reliability.jobCauses, this.jobCauses.uniform(key, this.software++)),
    );
  }

  corruptionFound(): void {
    this.counts.failed(this.ports.model.reliability.corruption?.cause ?? 0);
  }

  private isReplaced(pool: number, unit: number, cause: number, now: number): boolean {
    const rule = this.ports.model.reliability.replace;
    if (rule === undefined || this.replacements?.isDue(pool, unit, now) !== true) return false;
    this.shop.replaceHost(pool, unit, cause, rule.seconds, now);
    return true;
  }

  private onHostMended(host: number, now: number): void {
    const pool = this.ports.hosts.poolOf(host, this.ports.hosts.hostBase);
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
    this.ages?.renew(pool, host - (hosts.hostBase[pool] ?? 0), now);
    this.ports.touch(pool);
    this.ports.freed();
  }

  private onUsMended(us: number, now: number): void {
    const { hosts } = this.ports;
    const pool = hosts.poolOf(us, hosts.usBase);
    if (hosts.usState[us] !== 1) return;
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
      aged: this.aged,
      ages: this.ages?.snapshot(),
      replacements: this.replacements?.snapshot(),
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
    this.aged = from.aged;
    if (from.replacements !== undefined) this.replacements?.restore(from.replacements);
    if (from.ages !== undefined) this.ages?.restore(from.ages);
  }
}

const NO_CAUSES: CauseShares = { cause: new Int32Array(0), upTo: new Float64Array(0) };
/** Entity of the draws of known failures. */
const KNOWN = 1;
/** Units looked at for one that is up; where hardly any is, the failure is left out. */
const TRIES = 64;
