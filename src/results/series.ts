/** Every series of a run, by stable id. */
import { CHANNELS_PER_POOL, DELIVERED } from "../ledger/chip-ledger.ts";
import { UNSERVED } from "../inference/router.ts";
import { S } from "../ledger/states.ts";
import type { PoolModel } from "../model/types.ts";
import type { World } from "../run/world.ts";
import { elsewhereOver } from "./access-paths.ts";
import type { Triple } from "./bins.ts";
import { latencySeries } from "./latency-series.ts";
import { sumOf, tripleOf } from "./bins.ts";
import { servedSeries } from "./served.ts";
import type { Series } from "./types.ts";

export function buildSeries(world: World): Series[] {
  return [
    ...powerSeries(world),
    ...fleetSeries(world),
    ...demandSeries(world),
    ...servedSeries(world),
    ...jobSeries(world),
  ];
}

function powerSeries(world: World): Series[] {
  const { model, recorder, channels } = world;
  const out: Series[] = [];
  const kinds: [string, string, string, (site: number) => Triple][] = [
    ["building", "building, all tenants", "MW IT", (s) => tripleOf(recorder, channels.buildingItMw + s, 1)],
    ["utility", "utility, our share", "MW", (s) => tripleOf(recorder, channels.utilityMw + s, 1)],
    ["energised", "energised for us", "MW", (s) => tripleOf(recorder, channels.energisedMw + s, 1)],
    ["curtailed", "curtailed", "MW", (s) => tripleOf(recorder, channels.curtailedMw + s, 1)],
    ["provisioned", "provisioned", "MW", (s) => tripleOf(recorder, channels.provisionedMw + s, 1)],
    [
      "drawn",
      "drawn",
      "MW",
      (s) => tripleOf(recorder, channels.power + s, (model.sites[s]?.annualPue ?? 1) / 1e9),
    ],
    ["it", "IT load", "MW IT", (s) => tripleOf(recorder, channels.power + s, 1e-9)],
  ];
  const { agreement } = model;
  if (agreement !== undefined) {
    const onIt = agreement.basis === "it";
    const factor = (s: number): number => (onIt ? 1 / (model.sites[s]?.peakPue ?? 1) : 1);
    kinds.push([
      "agreement",
      "ours under the agreement",
      onIt ? "MW IT" : "MW",
      (s) => tripleOf(recorder, channels.agreementMw + s, factor(s)),
    ]);
  }
  for (const [kind, label, unit, read] of kinds) {
    const known = model.sites
      .map((site, s) => ({ site, s }))
      .filter(({ site }) => kind !== "utility" || site.utilityKnown);
    const triples = known.map(({ s }) => read(s));
    known.forEach(({ site }, i) => {
      const triple = triples[i];
      if (triple !== undefined)
        out.push({
          id: `power.${kind}.${site.id}`,
          label: `${site.name}: ${label}`,
          unit,
          kind: "power",
          site: site.id,
          ...triple,
        });
    });
    if (known.length === model.sites.length) {
      const sum = sumOf(triples, recorder.bins);
      // The load of all sites together has a record of its own: its extremes are exact.
      const exact = kind === "drawn" ? { ...tripleOf(recorder, channels.drawnMw, 1), mean: sum.mean } : sum;
      out.push({ id: `power.${kind}.all`, label, unit, kind: "power", ...exact });
    }
  }
  return out;
}

/** Chips in service: delivered, less those that wait for a hall or power or burn in. */
function inService(world: World, pool: number): Triple {
  const { recorder } = world;
  const base = pool * CHANNELS_PER_POOL;
  const read = (state: number): Triple => tripleOf(recorder, base + state, 1);
  const all = read(DELIVERED);
  const waiting = [S.stagedNoHall, S.stagedNoPower, S.burnIn].map(read);
  const less = (whole: Float64Array, parts: readonly Float64Array[]): Float64Array =>
    whole.map((v, b) => v - parts.reduce((sum, part) => sum + (part[b] ?? 0), 0));
  return {
    mean: less(
      all.mean,
      waiting.map((t) => t.mean),
    ),
    min: less(
      all.min,
      waiting.map((t) => t.max),
    ).map((v) => Math.max(0, v)),
    max: less(
      all.max,
      waiting.map((t) => t.min),
    ),
  };
}

function fleetSeries(world: World): Series[] {
  const { model, recorder } = world;
  const { bins } = recorder;
  const out: Series[] = [];
  const service = model.pools.map((_, p) => inService(world, p));
  const push = (
    id: string,
    label: string,
    parts: readonly Triple[],
    more: { site?: string; pool?: string } = {},
  ): void => {
    out.push({ id, label, unit: "chips", kind: "fleet", ...more, ...sumOf(parts, bins) });
  };
  const pick = (keep: (p: PoolModel) => boolean): Triple[] =>
    service.filter((_, i) => {
      const pool = model.pools[i];
      return pool !== undefined && keep(pool);
    });
  for (const chip of new Set(model.pools.map((p) => p.chip))) {
    const name = model.pools.find((p) => p.chip === chip)?.chipName ?? chip;
    push(
      `fleet.generation.${chip}`,
      name,
      pick((p) => p.chip === chip),
    );
  }
  model.sites.forEach((site, s) =>
    push(
      `fleet.chips.${site.id}`,
      `${site.name}: chips in service`,
      pick((p) => p.site === s),
      { site: site.id },
    ),
  );
  model.pools.forEach((pool, i) => {
    const mine = service[i];
    if (mine !== undefined) push(`fleet.pool.${pool.id}`, pool.id, [mine], { pool: pool.id });
  });
  push("fleet.in-service", "in service", service);
  const state = (s: number): Triple[] =>
    model.pools.map((_, p) => tripleOf(recorder, p * CHANNELS_PER_POOL + s, 1));
  push("fleet.delivered", "delivered", state(DELIVERED));
  push("fleet.staged", "waiting for hall or power", [...state(S.stagedNoHall), ...state(S.stagedNoPower)]);
  push("fleet.burn-in", "burn-in", state(S.burnIn));
  return out;
}

const WHY_UNSERVED: Readonly<Record<(typeof UNSERVED)[number], string>> = {
  capacity: "no chip free anywhere it may go",
  latency: "chips free, but too far for its SLO class",
  residency: "chips free, but it may not leave its home",
  expired: "waited as long as it may",
  outage: "its chips failed",
  starting: "its chips had not started",
};

function demandSeries(world: World): Series[] {
  const { model, recorder, channels } = world;
  const regions = model.demand?.regions ?? [];
  const out: Series[] = [];
  const add = (kind: string, label: string, read: (r: number) => Triple, unit = "tokens/s"): void => {
    const triples = regions.map((_, r) => read(r));
    regions.forEach((region, r) => {
      const triple = triples[r];
      if (triple !== undefined)
        out.push({
          id: `${kind}.${region.id}`,
          label: `${region.name}: ${label}`,
          unit,
          kind: "demand",
          region: region.id,
          ...triple,
        });
    });
    if (regions.length > 0)
      out.push({
        id: `${kind}.all`,
        label,
        unit,
        kind: "demand",
        ...sumOf(triples, recorder.bins),
      });
  };
  const demand = (r: number): Triple => tripleOf(recorder, channels.demand + r, 1);
  const served = (r: number): Triple => tripleOf(recorder, channels.served + r, 1);
  add("demand", "demand", demand);
  add("served", "served", served);
  if (channels.unserved < 0)
    add("unserved", "unserved", (r) => {
      const d = demand(r);
      const s = served(r);
      const gap = (a: Float64Array, b: Float64Array): Float64Array =>
        a.map((v, i) => Math.max(0, v - (b[i] ?? 0)));
      return { mean: gap(d.mean, s.mean), min: gap(d.min, s.max), max: gap(d.max, s.min) };
    });
  else {
    const because = (reason: number, r: number): Triple =>
      tripleOf(recorder, channels.unserved + reason * regions.length + r, 1);
    add("unserved", "unserved", (r) =>
      sumOf(
        UNSERVED.map((_, reason) => because(reason, r)),
        recorder.bins,
      ),
    );
    UNSERVED.forEach((id, reason) =>
      add(`unserved-${id}`, `unserved: ${WHY_UNSERVED[id]}`, (r) => because(reason, r)),
    );
  }
  if (channels.waiting >= 0)
    add("waiting", "waiting", (r) => tripleOf(recorder, channels.waiting + r, 1), "tokens");
  if ((model.demand?.paths.length ?? 0) > 0)
    add("elsewhere", "served elsewhere", (r) =>
      tripleOf(recorder, channels.demand + r, elsewhereOver(regions[r]?.hereShare ?? 1)),
    );
  if (channels.latency >= 0) out.push(...latencySeries(world));
  if (channels.replicas >= 0) {
    const chips = (id: string, label: string, channel: number): void =>
      void out.push({ id, label, unit: "chips", kind: "demand", ...tripleOf(recorder, channel, 1) });
    chips("serving.replicas", "chips of replicas", channels.replicas);
    chips("serving.least-replicas", "least a perfect autoscaler would keep", channels.replicas + 1);
  }
  return out;
}

function jobSeries(world: World): Series[] {
  const { recorder, channels } = world;
  const one = (id: string, label: string, channel: number, unit: string): Series => ({
    id,
    label,
    unit,
    kind: "jobs",
    ...tripleOf(recorder, channel, 1),
  });
  return [
    one("jobs.waiting", "jobs waiting", channels.jobsWaiting, "jobs"),
    one("jobs.active", "jobs holding chips", channels.jobsActive, "jobs"),
    one("training.chips", "chips held by training jobs", channels.trainingChips, "chips"),
    one("serving.chips", "chips busy serving", channels.servingChips, "chips"),
  ];
}
