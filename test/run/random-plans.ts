// What a plan adds to a small scenario: an agreement above its sites, orders, ceilings of supply, refresh, retrofits.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { AIR, LIQUID, dateAt, dayOf, keyed, number, optional, whole } from "./random-parts.ts";
import type { CampaignInput, DeliveryInput, Part, SiteInput } from "./random-parts.ts";

const entriesOf = <T>(group: Readonly<Record<string, T>> | undefined): [string, T][] =>
  Object.entries(group ?? {});
const SYSTEMS = [...Object.keys(AIR), ...Object.keys(LIQUID)];

interface Plans {
  readonly agreement: { readonly basis: "facility" | "it"; readonly capacityMw: number } | undefined;
  /** One number a site: whether it takes a part of the residual, and which. */
  readonly residual: readonly number[] | undefined;
  readonly residualFirst: number | undefined;
  readonly refresh: NonNullable<Part<"fleet">["refresh"]> | undefined;
  readonly retrofits: readonly { site: number; day: number; itMw: number; months: number }[];
  readonly chipSupply: Part<"chipSupply"> | undefined;
  readonly standing: readonly { site: number; air: string; count: number; age: number }[];
  readonly newest:
    | { systems: string[]; lag: number; follows: "planned" | "ready"; hall: "air" | "liquid" }
    | undefined;
  /** One row a delivery: lead time, and the day of a cancellation after its first order-by date. */
  readonly orders: readonly { lead: number; cancelled: number | undefined }[];
  readonly trainingShare: number;
  /** One row a campaign. */
  readonly sizes: readonly {
    part: number | undefined;
    ettrFloor: number | undefined;
    withinBuilding: boolean;
    prefer: "start" | "speed";
    planned: boolean;
    everyDays: number | undefined;
  }[];
  readonly floor: boolean;
  readonly trend: { perYear: number; floor: number; elasticity: number } | undefined;
  readonly firstMonth: number | undefined;
  readonly modelScale: number;
  readonly ramp: { initial: number; months: number } | undefined;
}

const chipSupply = (days: number): fc.Arbitrary<Part<"chipSupply">> => {
  const chip = fc.constantFrom("trainium1", "trainium2", "trainium3", "h100", "inferentia2");
  const ramp = fc
    .tuple(
      optional(whole(-30, days), 1),
      number(0, 2),
      fc.array(fc.oneof(fc.constant(0), number(0, 30_000)), { minLength: 1, maxLength: 3 }),
    )
    .map(([from, delayMonths, quarterlyChips]) => ({
      ...(from === undefined ? {} : { from: dateAt(from) }),
      delayMonths,
      quarterlyChips,
    }));
  const claim = fc
    .tuple(
      whole(-40, days),
      whole(1, 90),
      number(0, 3),
      number(0, 1),
      fc.uniqueArray(chip, { minLength: 1, maxLength: 3 }),
    )
    .map(([from, length, facilityMw, part, chips]) => ({
      from: dateAt(from),
      until: dateAt(from + length),
      facilityMw,
      peakPue: 1.2,
      part,
      chips,
    }));
  return fc.record({
    mode: fc.constantFrom("ramps" as const, "ramps" as const, "ramps" as const, "power-filled" as const),
    scale: number(0.3, 3),
    ramps: fc.dictionary(chip, ramp, { maxKeys: 3, noNullPrototype: true }),
    claims: fc.array(claim, { maxLength: 2 }).map((list) => keyed("claim", list)),
  });
};

/** Ages of days, so that chips make way within the run, and again. */
const refresh = fc.record({
  ageYears: number(0.005, 0.1),
  systems: fc.uniqueArray(fc.constantFrom(...SYSTEMS), { minLength: 1, maxLength: 4 }),
  minGain: fc.oneof(fc.constant(0), number(0, 0.3)),
  trainingWeight: number(0, 1),
  leadTimeDays: fc.oneof(fc.constant(0), number(0, 15)),
  retrofitMonths: fc.oneof(fc.constant(0), number(0, 1)),
});

const plans = (days: number, sites: number, campaigns: number, deliveries: number): fc.Arbitrary<Plans> => {
  const site = whole(0, sites - 1);
  return fc.record({
    agreement: optional(
      fc.record({ basis: fc.constantFrom("facility" as const, "it" as const), capacityMw: number(0.2, 5) }),
      1,
    ),
    residual: optional(fc.array(number(0, 1), { minLength: sites, maxLength: sites }), 1),
    residualFirst: optional(number(0, 1), 3),
    refresh: optional(refresh, 1),
    retrofits: fc.array(
      fc.record({ site, day: whole(0, days - 1), itMw: number(0.05, 1.5), months: number(0, 1.5) }),
      { maxLength: 3 },
    ),
    chipSupply: optional(chipSupply(days), 2),
    standing: fc.array(
      fc.record({
        site,
        air: fc.constantFrom(...Object.keys(AIR)),
        count: whole(1, 30),
        age: whole(0, 60),
      }),
      { maxLength: 2 },
    ),
    newest: optional(
      fc.record({
        systems: fc.uniqueArray(fc.constantFrom(...SYSTEMS), { minLength: 1, maxLength: 4 }),
        lag: number(0, 60),
        follows: fc.constantFrom("planned" as const, "ready" as const),
        hall: fc.constantFrom("air" as const, "liquid" as const),
      }),
      2,
    ),
    orders: fc.array(fc.record({ lead: whole(0, 40), cancelled: optional(whole(0, 40), 1) }), {
      minLength: deliveries,
      maxLength: deliveries,
    }),
    trainingShare: number(0.05, 1),
    sizes: fc.array(
      fc.record({
        part: optional(number(0.05, 1), 1),
        ettrFloor: optional(number(0.3, 0.999), 1),
        withinBuilding: fc.boolean(),
        prefer: fc.constantFrom("start" as const, "speed" as const),
        planned: fc.boolean(),
        everyDays: optional(whole(2, 30), 1),
      }),
      { minLength: campaigns, maxLength: campaigns },
    ),
    floor: fc.boolean(),
    trend: optional(
      fc.record({ perYear: number(0.01, 2), floor: number(0.01, 1), elasticity: number(0, 2) }),
      1,
    ),
    firstMonth: optional(number(0.1, 1), 3),
    modelScale: fc.constantFrom(1, 1, 0.5, 2),
    ramp: optional(fc.record({ initial: number(0.2, 1), months: number(0.5, 6) }), 3),
  });
};

/** The scenario with plans of every kind on top, or as it was where none of them was drawn. */
export const withPlans = (base: ScenarioInput): fc.Arbitrary<ScenarioInput> => {
  const deliveries = Object.keys(base.deliveries).length;
  const campaigns = Object.keys(base.training?.campaigns ?? {}).length;
  return plans(dayOf(base.end), Object.keys(base.sites).length, campaigns, deliveries).map((p) =>
    planned(base, p),
  );
};

function planned(base: ScenarioInput, p: Plans): ScenarioInput {
  const parts = residualParts(base, p);
  const { inference, training } = base;
  return {
    ...base,
    ...(p.agreement === undefined
      ? {}
      : {
          agreement: {
            ...p.agreement,
            ...(parts.size === 0 ? {} : { residual: Object.fromEntries(parts) }),
            ...(p.residualFirst === undefined || parts.size < 2 ? {} : { residualFirst: p.residualFirst }),
          },
        }),
    sites: Object.fromEntries(
      entriesOf(base.sites).map(([id, site], i) => [id, sitePlanned(site, i, p, parts.has(id))]),
    ),
    deliveries: {
      ...Object.fromEntries(
        entriesOf(base.deliveries).map(([id, delivery], i) => [id, ordered(base, id, delivery, p.orders[i])]),
      ),
      ...keyed(
        "standing",
        p.standing.map((row): DeliveryInput => ({
          kind: "standing",
          site: `site-${row.site}`,
          system: row.air,
          chips: row.count * (AIR[row.air] ?? 1),
          since: dateAt(-row.age),
        })),
      ),
      ...(p.newest === undefined
        ? {}
        : {
            newest: {
              kind: "fill" as const,
              newestOf: p.newest.systems,
              halls: p.newest.hall,
              volumeAfterMonths: p.newest.lag,
              follows: p.newest.follows,
              months: 1,
            },
          }),
    },
    ...(p.chipSupply === undefined ? {} : { chipSupply: p.chipSupply }),
    fleet: { ...base.fleet, ...(p.refresh === undefined ? {} : { refresh: p.refresh }) },
    training: {
      ...training,
      share: p.trainingShare,
      ...(p.ramp === undefined ? {} : { softwareRamp: p.ramp }),
      campaigns: Object.fromEntries(
        entriesOf(training?.campaigns).map(([id, campaign], i) => [id, sized(campaign, p.sizes[i])]),
      ),
    },
    ...(inference === undefined
      ? {}
      : {
          inference: {
            ...inference,
            modelScale: p.modelScale,
            ...(p.trend === undefined
              ? {}
              : {
                  computePerToken: { perYear: p.trend.perYear, floor: p.trend.floor },
                  priceElasticity: p.trend.elasticity,
                }),
            // Customers say by their number how much they ask.
            ...(p.firstMonth === undefined || inference.customers !== undefined
              ? {}
              : { outputTokensPerSecond: undefined, firstMonthUtilisation: p.firstMonth }),
          },
        }),
    ...(p.floor ? { sharing: { ...base.sharing, policy: "training-floor" as const } } : {}),
  };
}

/** Parts by site that add up to 1; none where there is no agreement to leave anything. */
function residualParts(base: ScenarioInput, p: Plans): ReadonlyMap<string, number> {
  if (p.agreement === undefined || p.residual === undefined) return new Map();
  const taken = Object.keys(base.sites).flatMap((id, i): [string, number][] =>
    (p.residual?.[i] ?? 0) > 0.3 ? [[id, p.residual?.[i] ?? 0]] : [],
  );
  const sum = taken.reduce((total, [, part]) => total + part, 0);
  return new Map(taken.map(([id, part]) => [id, part / sum]));
}

function sitePlanned(site: SiteInput, index: number, p: Plans, residual: boolean): SiteInput {
  const megawatts = Object.values(site.phases).map((phase) => Number(phase.itMw));
  const most = Math.max(...megawatts);
  const phases = entriesOf(site.phases).map(
    ([id, { itMw, ...phase }]): [string, SiteInput["phases"][string]] => [
      id,
      residual ? { ...phase, residual: Number(itMw) / most } : { ...phase, itMw: Number(itMw) },
    ],
  );
  const retrofits = p.retrofits
    .filter((row) => row.site === index)
    .map((row) => ({ from: dateAt(row.day), itMw: row.itMw, months: row.months }));
  return { ...site, phases: Object.fromEntries(phases), retrofits: keyed("retrofit", retrofits) };
}

/** A lead time, and a cancellation between the first and the last order-by date. */
function ordered(
  base: ScenarioInput,
  id: string,
  delivery: DeliveryInput,
  order: Plans["orders"][number] | undefined,
): DeliveryInput {
  // The jobs need something to run on.
  if (order?.cancelled === undefined || id === "first" || delivery.kind === "standing") return delivery;
  if (delivery.kind === "order") {
    const lead = Number(delivery.leadTimeDays);
    return { ...delivery, cancelled: dateAt(dayOf(delivery.ordered) - (lead > 20 ? 1 : 0)) };
  }
  const days = plannedDays(base, delivery);
  const latest = Math.max(...days);
  const cancelled = dateAt(Math.min(Math.min(...days) + order.cancelled, latest) - order.lead);
  return { ...delivery, leadTimeDays: order.lead, cancelled };
}

function plannedDays(base: ScenarioInput, delivery: DeliveryInput): readonly number[] {
  if (delivery.kind === "batch") return [dayOf(delivery.date)];
  if (delivery.kind === "ramp") return [dayOf(delivery.from), dayOf(delivery.to)];
  if (delivery.kind !== "fill") return [0];
  const sites = entriesOf(base.sites).filter(([id]) => delivery.sites?.includes(id) ?? true);
  return sites.flatMap(([, site]) => Object.values(site.phases).map((phase) => dayOf(phase.date)));
}

function sized(campaign: CampaignInput, size: Plans["sizes"][number] | undefined): CampaignInput {
  if (size === undefined) return campaign;
  const { maxChips, maxShare, minChips, flops, days, repeatAfterDays, ...others } = campaign;
  const shared = size.part !== undefined || maxShare !== undefined;
  const most =
    size.part !== undefined
      ? { partOfShare: size.part }
      : maxShare !== undefined
        ? { maxShare }
        : { maxChips, ...(minChips === undefined ? {} : { minChips }) };
  const work =
    shared && size.planned ? { plannedDays: Number(days ?? 2) } : days !== undefined ? { days } : { flops };
  const again =
    size.everyDays !== undefined
      ? { everyDays: size.everyDays }
      : repeatAfterDays === undefined
        ? {}
        : { repeatAfterDays };
  return {
    ...others,
    ...most,
    ...work,
    ...again,
    ...(size.ettrFloor === undefined ? {} : { ettrFloor: size.ettrFloor }),
    withinBuilding: size.withinBuilding,
    prefer: size.prefer,
  };
}
