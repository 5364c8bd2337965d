// What can go wrong in a random scenario beside the plain hazards, each part of it now and then.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { dateAt, dayOf, keyed, number, optional, whole } from "./random-parts.ts";
import type { Part } from "./random-parts.ts";

type ReliabilityInput = Part<"reliability">;
type Hazards = Omit<Partial<ReliabilityInput>, "hazards" | "repair"> & {
  readonly hazards: Partial<ReliabilityInput["hazards"]>;
  readonly repair: Partial<ReliabilityInput["repair"]>;
};

const share = number(0, 1);
const crew = optional(whole(1, 4), 1);

const two = (value: number): string => String(value).padStart(2, "0");

/** Drops what was not drawn: an optional part of a scenario is absent, not undefined. */
const given = <T extends object>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never;

const hazards = fc
  .record({
    ultraServerPerHour: optional(number(0, 1e-3), 1),
    site: optional(fc.record({ perYear: number(0, 60), hours: number(0.1, 100) }), 1),
    corruption: optional(fc.record({ perHour: number(0, 0.05), ageHours: number(0.01, 100) }), 1),
    causes: optional(
      fc
        .array(
          fc.record({
            of: fc.constantFrom("chip", "host", "fabric", "ultraserver", "job"),
            perHour: number(0, 1e-4),
          }),
          { maxLength: 4 },
        )
        .map((list) => keyed("cause", list)),
      1,
    ),
  })
  .map(given);

const repair = fc
  .record({
    ultraServerHours: optional(number(0.1, 60), 1),
    autoSuccess: optional(share, 1),
    manualSuccess: optional(share, 1),
    returnHours: optional(number(0.1, 200), 1),
    crews: optional(fc.record({ auto: crew, manual: crew }).map(given), 1),
  })
  .map(given);

const drawn = fc
  .record({
    hazards,
    repair,
    detectMinutes: optional(number(0, 120), 1),
    diagnosis: optional(fc.record({ missed: number(0, 0.5), blamed: number(0, 0.5) }), 1),
    lemons: optional(fc.record({ share, factor: number(1, 30) }), 1),
    replace: optional(
      fc.record({ failures: whole(1, 3), days: number(0.1, 60), hours: number(0.1, 200) }),
      1,
    ),
    spares: optional(
      fc.oneof(
        fc.record({ by: fc.constant("share" as const), share: number(0, 0.4) }),
        fc.record({ by: fc.constantFrom("binomial" as const, "poisson" as const), quantile: number(0, 1) }),
      ),
      1,
    ),
    wear: optional(
      fc.oneof(
        fc.record({ kind: fc.constant("weibull" as const), shape: number(0.5, 4) }),
        fc.record({ kind: fc.constant("lognormal" as const), sigma: number(0.1, 2) }),
      ),
      2,
    ),
    maintenance: optional(
      fc.record({
        of: fc.constantFrom("host", "ultraserver"),
        everyDays: number(1, 60),
        hours: number(0.1, 80),
      }),
      1,
    ),
  })
  .map(given) as fc.Arbitrary<Hazards>;

/** The scenario with more that can go wrong, or as it was once in four draws. */
export const withHazards = (base: ScenarioInput): fc.Arbitrary<ScenarioInput> => {
  const days = dayOf(base.end);
  const outage = fc.record({ day: whole(0, days - 1), hour: whole(0, 23), hours: number(0.1, 200) });
  const sites = Object.keys(base.sites).length;
  const failure = fc
    .record({
      at: fc
        .tuple(whole(0, days - 1), whole(0, 23), whole(0, 59))
        .map(([d, h, m]) => `${dateAt(d)}T${two(h)}:${two(m)}Z`),
      site: whole(0, sites - 1).map((i) => `site-${i}`),
      of: fc.constantFrom("host" as const, "ultraserver" as const),
      number: optional(whole(0, 100), 1),
      cause: fc.constantFrom("chip", "cooling"),
      repairHours: number(0.1, 100),
    })
    .map(given);
  return fc
    .tuple(
      optional(drawn, 2),
      fc.array(fc.array(outage, { maxLength: 2 }), { minLength: sites, maxLength: sites }),
      fc.array(failure, { maxLength: 6 }),
      fc
        .record({ fragmentation: fc.boolean(), ultraServerMfuFactor: optional(number(0.5, 1), 1) })
        .map(given),
    )
    .map(([more, outages, failures, placement]) =>
      more === undefined
        ? base
        : {
            ...base,
            ...worsened(base, { ...more, failures }, outages),
            training: { ...base.training, ...placement },
          },
    );
};

function worsened(
  base: ScenarioInput,
  more: Hazards,
  outages: readonly (readonly { day: number; hour: number; hours: number }[])[],
): Pick<ScenarioInput, "reliability" | "sites"> {
  const { reliability } = base;
  return {
    reliability: {
      ...reliability,
      ...more,
      hazards: { ...reliability.hazards, ...more.hazards },
      repair: { ...reliability.repair, ...more.repair },
    },
    sites: Object.fromEntries(
      Object.entries(base.sites).map(([id, site], i) => [
        id,
        {
          ...site,
          outages: keyed(
            "outage",
            (outages[i] ?? []).map(({ day, hour, hours }) => ({
              from: `${dateAt(day)}T${two(hour)}:00Z`,
              hours,
            })),
          ),
        },
      ]),
    ),
  };
}
