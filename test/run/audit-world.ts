// Recounts a run in progress from its parts (UltraServers, hosts, jobs, deliveries) and compares with the live ledger.
import { NOBODY, OUT } from "../../src/fleet/hosts.ts";
import { computeAt, hourlyDemand } from "../../src/inference/demand.ts";
import { hourOfWeek, maturity } from "../../src/engine/index.ts";
import { CHANNELS_PER_POOL, DELIVERED, RUNNING } from "../../src/ledger/chip-ledger.ts";
import { LEDGER_STATES, S } from "../../src/ledger/states.ts";
import { AGENDA } from "../../src/model/types.ts";
import type { WorldSnapshot } from "../../src/run/snapshot.ts";
import { snapshotOf } from "../../src/run/save.ts";
import type { World } from "../../src/run/world.ts";
import type { Job } from "../../src/training/index.ts";
import { heldBeside, heldChips, usAside } from "../../src/training/index.ts";
import { auditOut } from "./audit-out.ts";
import { Faults } from "./faults.ts";

/** Watts of a site at a moment, from the calendar and the retrofits begun so far. */
export interface SupplyNow {
  air: number;
  liquid: number;
  utility: number;
  curtailed: number;
  /** Facility, ours; Infinity without an agreement. */
  agreement: number;
}

export function supplyAt(world: World, site: number, now: number): SupplyNow {
  const { model, retrofit } = world;
  const supply = {
    air: 0,
    liquid: 0,
    utility: model.sites[site]?.utilityKnown === true ? 0 : Infinity,
    curtailed: 0,
    agreement: model.agreement === undefined ? Infinity : 0,
  };
  const { agenda } = model;
  for (let i = 0; i < agenda.count && (agenda.time[i] ?? Infinity) <= now; i++) {
    if (agenda.subject[i] !== site) continue;
    const amount = agenda.amount[i] ?? 0;
    if (agenda.kind[i] === AGENDA.buildingAir) supply.air = amount;
    else if (agenda.kind[i] === AGENDA.buildingLiquid) supply.liquid = amount;
    else if (agenda.kind[i] === AGENDA.utility) supply.utility = amount;
    else if (agenda.kind[i] === AGENDA.curtail) supply.curtailed = amount;
    else if (agenda.kind[i] === AGENDA.agreement) supply.agreement = amount;
  }
  for (const job of retrofit.jobs) {
    if (job.site !== site) continue;
    supply.air -= job.watts;
    if (job.until <= now) supply.liquid += job.watts;
  }
  return supply;
}

/** W of IT load a site may draw: (min(building, utility) - curtailed) x our share, within the agreement, over peak PUE. */
export function limitWattsAt(world: World, site: number, now: number): number {
  const { air, liquid, utility, curtailed, agreement } = supplyAt(world, site, now);
  const { peakPue, tenancyShare } = world.model.sites[site] ?? { peakPue: 1, tenancyShare: 1 };
  const supplied = Math.max(0, Math.min((air + liquid) * peakPue, utility) - curtailed) * tenancyShare;
  return Math.min(supplied, agreement) / peakPue;
}

/** What of the agreement is ours at all sites together as recorded, W on its basis, over what it gives; 0 without. */
export function agreementUsed(world: World): number {
  const { model, recorder, channels } = world;
  if (model.agreement === undefined || model.agreement.capacityWatts === 0) return 0;
  let watts = 0;
  model.sites.forEach((site, s) => {
    const factor = model.agreement?.basis === "it" ? 1 / site.peakPue : 1;
    watts += recorder.level(channels.agreementMw + s) * 1e6 * factor;
  });
  return watts / model.agreement.capacityWatts;
}

/** Everything that does not agree, at the moment the run stands at (between events). */
export function auditWorld(world: World): string[] {
  const faults = new Faults();
  const snapshot = snapshotOf(world);
  const burning = countBurning(world, snapshot);
  world.model.pools.forEach((_, pool) => auditPool(faults, world, snapshot, pool, burning[pool] ?? 0));
  auditOut(faults, world, snapshot);
  auditJobs(faults, world);
  world.model.sites.forEach((_, site) => auditSite(faults, world, snapshot, site));
  auditDemand(faults, world);
  faults.atMost("MW of all sites under the agreement, over what it gives", agreementUsed(world), 1);
  return faults.list;
}

function countBurning(world: World, snapshot: WorldSnapshot): number[] {
  const chips = world.model.pools.map(() => 0);
  for (const batch of snapshot.commissioning.batches) {
    if (batch.first !== NOBODY) continue;
    chips[batch.pool] =
      (chips[batch.pool] ?? 0) + batch.us * (world.model.pools[batch.pool]?.chipsPerUs ?? 0);
  }
  return chips;
}

interface HostCount {
  siteOut: number;
  brokenUs: number;
  maintained: number;
  inRepair: number;
  up: number;
  free: number;
  degradedFree: number;
  broken: number;
  gang: number;
  small: number;
  wholeFree: number;
  retiredUs: number;
}

function countHosts(faults: Faults, world: World, pool: number): HostCount {
  const { hosts } = world;
  const count: HostCount = {
    siteOut: 0,
    brokenUs: 0,
    maintained: 0,
    inRepair: 0,
    up: 0,
    free: 0,
    degradedFree: 0,
    broken: 0,
    gang: 0,
    small: 0,
    wholeFree: 0,
    retiredUs: 0,
  };
  const perUs = hosts.hostsPerUs[pool] ?? 0;
  for (let us = hosts.usBase[pool] ?? 0; us < (hosts.usBase[pool + 1] ?? 0); us++) {
    if (hosts.usState[us] === 2) count.retiredUs++;
    const owned = (hosts.usOwner[us] ?? NOBODY) !== NOBODY;
    if (owned && hosts.usState[us] !== 1) faults.add(`UltraServer ${us} is held but not in service`);
    if (hosts.usState[us] !== 1) continue;
    let free = 0;
    let down = 0;
    const first = hosts.firstHost(pool, us);
    for (let host = first; host < first + perUs; host++) {
      const small = (hosts.hostOwner[host] ?? NOBODY) !== NOBODY;
      const [own = 0, whole = 0] = [hosts.hostDown[host], hosts.usOut[us]];
      if (own !== 0) down++;
      const broken = own !== 0 || whole !== 0;
      if (broken && (small || owned)) faults.add(`host ${host} is broken and held`);
      if ((whole & OUT.site) !== 0) count.siteOut++;
      else if (((whole | own) & OUT.maintenance) !== 0) count.maintained++;
      else if (broken) count.inRepair++;
      if (small && owned) faults.add(`host ${host} is held twice`);
      if (broken) count.broken++;
      else count.up++;
      if (broken) continue;
      if (owned) count.gang++;
      else if (small) count.small++;
      else free++;
    }
    count.free += free;
    if (hosts.isBroken(us)) {
      count.degradedFree += free;
      count.brokenUs++;
    }
    if (free === perUs) count.wholeFree++;
    faults.same(`UltraServer ${us}: free hosts`, hosts.usFree[us] ?? NaN, free);
    faults.same(`UltraServer ${us}: broken hosts`, hosts.usDown[us] ?? NaN, down);
  }
  return count;
}

function auditPool(
  faults: Faults,
  world: World,
  snapshot: WorldSnapshot,
  pool: number,
  burning: number,
): void {
  const { model, hosts, ledger, recorder } = world;
  const p = model.pools[pool];
  if (p === undefined) return;
  const now = world.engine.now;
  const at = (state: number): number => ledger.level(pool, state);
  const check = (what: string, found: number, expected: number): void =>
    faults.same(`${now} s, ${p.id}: ${what}`, found, expected);
  const count = countHosts(faults, world, pool);
  const jobs = world.jobs.jobs.filter((job) => job.pool === pool);
  const chipsOf = (keep: (job: Job) => boolean, chips: (job: Job) => number): number =>
    jobs.reduce((sum, job) => sum + (keep(job) ? chips(job) : 0), 0);
  const clocked = (job: Job): boolean => job.phase === "running" || job.phase === "saving";

  faults.atMost(`${p.id}: UltraServers ever installed`, hosts.installed[pool] ?? NaN, p.totalUs);
  const delivered = deliveredChips(world, pool) - count.retiredUs * p.chipsPerUs;
  check("delivered", recorder.level(pool * CHANNELS_PER_POOL + DELIVERED), delivered);
  const waiting = (snapshot.commissioning.waiting[p.site] ?? []).reduce(
    (sum, w) => sum + (w.pool === pool ? w.us : 0),
    0,
  );
  check("staged", at(S.stagedNoHall) + at(S.stagedNoPower), waiting * p.chipsPerUs);
  const burnInOff = snapshot.throttle.burnInOff[pool] ?? 0;
  check("burn-in", at(S.burnIn), burning - burnInOff);
  check("in repair", at(S.repair), count.inRepair * p.chipsPerHost);
  check("in maintenance", at(S.maintenance), count.maintained * p.chipsPerHost);
  check("at a site that is out", at(S.siteOutage), count.siteOut * p.chipsPerHost);
  check(
    "running",
    at(RUNNING),
    chipsOf(clocked, (job) => job.chips - job.capped),
  );
  const joining = chipsOf(
    () => true,
    (job) => job.joining.length * p.chipsPerUs,
  );
  const aside = (state: number): number =>
    chipsOf(
      () => true,
      (job) => job.aside.reduce((sum, g) => sum + (g.state === state ? g.us.length * p.chipsPerUs : 0), 0),
    );
  for (const state of [S.restarting, S.stalled, S.draining]) {
    const live = chipsOf(
      (job) => job.live === state,
      (job) => job.chips,
    );
    check(
      LEDGER_STATES[state]?.id ?? "",
      at(state),
      live + aside(state) + (state === S.draining ? joining : 0),
    );
  }
  const cappedNow = snapshot.balance.cappedNow[pool] ?? 0;
  check(
    "power-capped",
    at(S.powerCapped),
    chipsOf(
      () => true,
      (job) => job.capped,
    ) +
      cappedNow +
      burnInOff,
  );
  check(
    "held by jobs",
    (count.gang + count.small) * p.chipsPerHost,
    chipsOf(
      () => true,
      (job) => job.chips + usAside(job) * p.chipsPerUs,
    ) + joining,
  );
  const held = (job: Job): number => heldChips(job, p.chipsPerUs);
  check(
    "held by jobs, as counted",
    world.jobs.holdings.held[pool] ?? NaN,
    chipsOf(() => true, held),
  );
  const yielding = chipsOf((job) => job.preemptible, held);
  check("preemptible, as counted", world.jobs.holdings.preemptible[pool] ?? NaN, yielding);
  for (const state of [S.productive, S.uncommitted, S.checkpointing, S.lost])
    check("live level of a state that settles late", at(state), 0);

  check("free hosts", hosts.freeHosts[pool] ?? NaN, count.free);
  check("free hosts beside a broken one", hosts.degradedFreeHosts[pool] ?? NaN, count.degradedFree);
  check("whole free UltraServers", hosts.wholeFree(pool), count.wholeFree);
  check("retired UltraServers", hosts.retired[pool] ?? NaN, count.retiredUs);
  const idle = at(S.idleNoDemand) + at(S.idleNoFit) + at(S.idlePolicy);
  const serving = at(S.switching) + at(S.serving) + at(S.headroom);
  // The rest of it jobs hold as standbys.
  const spare = at(S.standby) - aside(S.standby);
  check("free chips", serving + at(S.stranded) + idle + spare + cappedNow, count.free * p.chipsPerHost);
  const outOfUse = world.balance.keptChips(pool);
  faults.atMost(`${now} s, ${p.id}: kept as spares`, spare, outOfUse);
  if (cappedNow === 0)
    check(
      "kept as spares, as far as serving leaves them",
      spare,
      Math.min(outOfUse, count.free * p.chipsPerHost - serving - at(S.stranded)),
    );
  check("UltraServers with anything out", hosts.brokenUs[pool] ?? NaN, count.brokenUs);
  const claimed = Math.min(world.serving?.claim[pool] ?? 0, count.free * p.chipsPerHost);
  faults.atMost(`${now} s, ${p.id}: serving`, serving, claimed);
  faults.atMost(`${now} s, ${p.id}: stranded`, at(S.stranded), count.degradedFree * p.chipsPerHost);
  if (cappedNow === 0) {
    check("claimed by serving", serving, claimed);
    // Serving sits beside broken neighbours first.
    const stranded = Math.max(0, count.degradedFree * p.chipsPerHost - claimed);
    check("stranded", at(S.stranded), Math.min(stranded, count.free * p.chipsPerHost - claimed));
  }
  const order = [at(S.idleNoDemand), at(S.idleNoFit), at(S.idlePolicy)];
  check("idle for the reason that stands", order[snapshot.balance.reason[pool] ?? 0] ?? NaN, idle);
  let sum = at(RUNNING);
  for (let state = 0; state < LEDGER_STATES.length; state++) {
    if (!(at(state) >= 0))
      faults.add(`${now} s, ${p.id}: ${LEDGER_STATES[state]?.id} holds ${at(state)} chips`);
    sum += at(state);
  }
  check("all states", sum, delivered);
}

/** Chips that came through the gate: what the calendar brought, and what a refresh ordered. */
function deliveredChips(world: World, pool: number): number {
  const { agenda, pools } = world.model;
  const p = pools[pool];
  let chips = 0;
  for (let i = 0; i < agenda.count && (agenda.time[i] ?? Infinity) <= world.engine.now; i++) {
    if (agenda.kind[i] === AGENDA.delivery && agenda.subject[i] === pool)
      chips += (agenda.amount[i] ?? 0) * (p?.chipsPerUs ?? 0);
  }
  if (world.model.refresh === undefined) return chips;
  const logged = world.log.rows
    .filter((row) => row.kind === "delivery" && row.subject === p?.id)
    .reduce((sum, row) => sum + row.amount, 0);
  return Math.max(chips, logged);
}

/** Who holds what, from both sides; queues that say what phases say; totals of the whole fleet. */
function auditJobs(faults: Faults, world: World): void {
  const { hosts, jobs, recorder, channels, model, ledger } = world;
  const queued = new Set(jobs.waiting);
  const active = new Set(jobs.active);
  faults.same("jobs waiting, once each", queued.size, jobs.waiting.length);
  faults.same("jobs active, once each", active.size, jobs.active.length);
  let stalled = 0;
  for (const job of jobs.jobs) {
    const p = model.pools[job.pool];
    const expected = job.phase === "waiting" ? "waiting" : job.phase === "done" ? "neither" : "active";
    const found = queued.has(job.slot) ? "waiting" : active.has(job.slot) ? "active" : "neither";
    if (found !== expected) faults.add(`${job.id} is ${job.phase} and in the ${found} queue`);
    if (job.phase === "stalled") stalled++;
    for (const us of [...job.us, ...job.joining, ...job.aside.flatMap((group) => group.us)])
      if (hosts.usOwner[us] !== job.slot) faults.add(`${job.id} does not hold UltraServer ${us}`);
    for (const host of job.hosts)
      if (hosts.hostOwner[host] !== job.slot) faults.add(`${job.id} does not hold host ${host}`);
    const replicas = job.aside.filter((group) => group.kind === "replica");
    const standby = usAside(job) - replicas.reduce((sum, group) => sum + group.us.length, 0);
    const short = replicas.length;
    const out = replicas.reduce((sum, group) => sum + group.us.length + group.missing, 0);
    for (const group of replicas)
      if (
        group.missing === 0
          ? group.state !== S.restarting || group.until === Infinity
          : group.state !== S.stalled
      )
        faults.add(`${job.id}: a replica that lacks ${group.missing} is in state ${group.state}`);
    const chips = job.us.length * (p?.chipsPerUs ?? 0) + job.hosts.length * (p?.chipsPerHost ?? 0);
    faults.same(`${job.id}: chips`, job.chips, chips);
    faults.atMost(
      `${job.id}: UltraServers`,
      job.us.length + job.joining.length + out,
      job.hostsWanted > 0 ? 0 : job.maxUs,
    );
    faults.atMost(`${job.id}: standbys`, standby, mostStandbys(world, job));
    if (job.phase === "stalled" && standby > 0) faults.add(`${job.id} stalls beside its standbys`);
    const { recovery } = jobs.specOf(job);
    if (recovery.by === "replica" && short > 0) {
      const size = Math.ceil(job.planChips / (p?.chipsPerUs ?? 1) / recovery.replicas);
      faults.atMost(`${job.id}: UltraServers of the replicas that go on`, job.us.length, job.maxUs - short);
      for (const group of replicas) {
        faults.atMost(`${job.id}: UltraServers of a replica`, group.us.length + group.missing, size);
        faults.atMost(
          `${job.id}: what goes on beside a replica that is out`,
          job.us.length,
          job.planChips / (p?.chipsPerUs ?? 1) - group.us.length - group.missing,
        );
      }
      const whole = Math.ceil(job.planChips / (p?.chipsPerUs ?? 1) / size);
      faults.atMost(`${job.id}: whole replicas that go on`, job.us.length, (whole - short) * size);
    }
    if (short > 0 && !["running", "regrouping", "saving"].includes(job.phase))
      faults.add(`${job.id} is ${job.phase} and has replicas out`);
    faults.atMost(`${job.id}: capped chips`, job.capped, job.phase === "running" ? job.chips : 0);
    if (!(job.capped >= 0)) faults.add(`${job.id} has ${job.capped} chips capped`);
    if (job.phase === "running" && job.hostsWanted === 0 && job.us.length + out < job.minUs)
      faults.add(`${job.id} runs below its minimum`);
    const live = liveStateOf(job);
    if (job.live !== live)
      faults.add(`${job.id} is ${job.phase} and its chips are in state ${job.live}, not ${live}`);
    if (!(job.remaining >= 0)) faults.add(`${job.id} has ${job.remaining} FLOP left`);
  }
  faults.same("jobs stalled", jobs.stalled, stalled);
  const heldUs = hosts.usOwner.reduce((sum, owner) => sum + (owner === NOBODY ? 0 : 1), 0);
  faults.same(
    "UltraServers held",
    heldUs,
    jobs.jobs.reduce((sum, job) => sum + job.us.length + heldBeside(job), 0),
  );
  const heldHosts = hosts.hostOwner.reduce((sum, owner) => sum + (owner === NOBODY ? 0 : 1), 0);
  faults.same(
    "hosts held",
    heldHosts,
    jobs.jobs.reduce((sum, job) => sum + job.hosts.length, 0),
  );
  // Before its first event a run has recorded nothing.
  if (world.engine.executed === 0) return;
  faults.same(
    "series jobs.waiting",
    recorder.level(channels.jobsWaiting),
    jobs.jobs.filter((job) => job.phase === "waiting").length,
  );
  const running = jobs.jobs.filter((job) => job.phase !== "waiting" && job.phase !== "done");
  faults.same("series jobs.active", recorder.level(channels.jobsActive), running.length);
  faults.same(
    "series training.chips",
    recorder.level(channels.trainingChips),
    jobs.jobs.reduce((sum, job) => sum + heldChips(job, model.pools[job.pool]?.chipsPerUs ?? 0), 0),
  );
  const serving = model.pools.reduce((sum, _, pool) => sum + ledger.level(pool, S.serving), 0);
  faults.same("series serving.chips", recorder.level(channels.servingChips), serving);
}

function mostStandbys(world: World, job: Job): number {
  const { recovery } = world.jobs.specOf(job);
  const perUs = world.model.pools[job.pool]?.chipsPerUs ?? 1;
  return recovery.by === "standby" ? Math.ceil(recovery.chips / perUs) : 0;
}

/** Where the chips of a job are in each phase; -1: it has none. */
function liveStateOf(job: Job): number {
  switch (job.phase) {
    case "waiting":
      return job.us.length > 0 ? S.draining : -1;
    case "running":
    case "saving":
      return RUNNING;
    case "regrouping":
    case "restarting":
      return S.restarting;
    case "stalled":
      return S.stalled;
    case "done":
      return -1;
  }
}

function auditSite(faults: Faults, world: World, snapshot: WorldSnapshot, site: number): void {
  const { model, ledger, recorder, channels } = world;
  const s = model.sites[site];
  if (s === undefined) return;
  const now = world.engine.now;
  const check = (what: string, found: number, expected: number): void =>
    faults.same(`${now} s, ${s.id}: ${what}`, found, expected);
  let milliwatts = 0;
  for (const pool of s.pools) {
    const watts = model.pools[pool]?.stateMilliwatts ?? new Float64Array(0);
    for (let state = 0; state < LEDGER_STATES.length; state++)
      milliwatts += ledger.level(pool, state) * (watts[state] ?? 0);
    const settled = [S.productive, S.uncommitted, S.checkpointing, S.lost].map((state) => watts[state] ?? 0);
    milliwatts += ledger.level(pool, RUNNING) * Math.max(...settled);
  }
  const drawn = recorder.level(channels.power + site);
  check("mW of IT load", ledger.siteMilliwatts(site), milliwatts);
  check("mW recorded", drawn, milliwatts);
  const supply = supplyAt(world, site, now);
  faults.atMost(`${now} s, ${s.id}: mW drawn`, drawn, limitWattsAt(world, site, now) * 1000);
  const building = supply.air + supply.liquid;
  check("building MW", recorder.level(channels.buildingItMw + site), building / 1e6);
  check(
    "utility MW",
    recorder.level(channels.utilityMw + site),
    supply.utility === Infinity ? 0 : (supply.utility * s.tenancyShare) / 1e6,
  );
  const energised = Math.min(
    Math.min(building * s.peakPue, supply.utility) * s.tenancyShare,
    supply.agreement,
  );
  check("energised MW", recorder.level(channels.energisedMw + site), energised / 1e6);
  check(
    "MW under the agreement",
    recorder.level(channels.agreementMw + site),
    supply.agreement === Infinity ? 0 : supply.agreement / 1e6,
  );
  check(
    "curtailed MW",
    recorder.level(channels.curtailedMw + site),
    (supply.curtailed * s.tenancyShare) / 1e6,
  );
  let installed = 0;
  let inAir = 0;
  for (const batch of snapshot.commissioning.batches) {
    const p = model.pools[batch.pool];
    if (p?.site !== site || world.hosts.usState[batch.first] === 2) continue;
    installed += batch.us * p.chipsPerUs * p.wattsPerChip;
    inAir += batch.inAir * p.chipsPerUs * p.wattsPerChip;
  }
  check("W in air halls", snapshot.commissioning.airUsed[site] ?? NaN, inAir);
  check("W in liquid halls", snapshot.commissioning.liquidUsed[site] ?? NaN, installed - inAir);
  const ours = s.tenancyShare * model.oversubscription;
  if (!(supply.air >= -1e-3)) faults.add(`${now} s, ${s.id}: ${supply.air} W of air halls`);
  faults.atMost(`${s.id}: W in air halls`, inAir, supply.air * ours);
  faults.atMost(`${s.id}: W in liquid halls`, installed - inAir, supply.liquid * ours);
  faults.atMost(`${s.id}: W installed`, installed, (energised * model.oversubscription) / s.peakPue);
  check(
    "provisioned MW",
    recorder.level(channels.provisionedMw + site),
    (installed * s.peakPue) / model.oversubscription / 1e6,
  );
}

function auditDemand(faults: Faults, world: World): void {
  const { model, recorder, channels, serving, ledger } = world;
  if (model.demand === undefined || serving === undefined || world.engine.executed === 0) return;
  const now = world.engine.now;
  const classes = model.demand.classes.length;
  const kinds = model.demand.kinds.length;
  const demand = new Float64Array(model.demand.regions.length * classes);
  // The hour that began last; none begins at the very end.
  const hour = Math.min(Math.floor(now / 3600), Math.ceil(model.horizonSeconds / 3600) - 1);
  hourlyDemand(model.demand, hour * 3600, hourOfWeek(model.startEpochSeconds), demand);
  let servedTokens = 0;
  model.demand.regions.forEach((region, r) => {
    const want = demand.slice(r * classes, (r + 1) * classes).reduce((sum, v) => sum + v, 0);
    faults.same(`${now} s: demand of ${region.id}`, recorder.level(channels.demand + r), want);
    const served = recorder.level(channels.served + r);
    // What waited comes on top.
    if (channels.waiting < 0) faults.atMost(`${now} s: served of ${region.id}`, served, want);
    if (!(served >= 0)) faults.add(`${now} s: ${region.id} is served ${served} tokens/s`);
    servedTokens += served;
  });
  let tokens = 0;
  const perToken = computeAt(model.demand, hour * 3600);
  model.pools.forEach((pool, p) => {
    let busy = 0;
    const software = maturity(model.demand?.softwareRamp, hour * 3600 - pool.availableSeconds);
    for (let c = 0; c < kinds; c++) {
      const chips = recorder.level(channels.busy + p * kinds + c);
      const rate = recorder.level(channels.tokens + p * kinds + c);
      busy += chips;
      tokens += rate;
      faults.same(
        `${now} s, ${pool.id}: tokens/s`,
        rate,
        (chips * (pool.tokensPerSecond[c] ?? 0) * software) / perToken,
      );
    }
    faults.same(`${now} s, ${pool.id}: chips busy`, ledger.level(p, S.serving), busy);
  });
  faults.same(`${now} s: tokens/s by pool and by region`, tokens, servedTokens);
}
