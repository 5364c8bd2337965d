/** Money: who pays whom for capacity, what is promised and invested, what capacity costs, and what is bought elsewhere. */
import { z } from "zod";
import { isoDate, limited, quantity, writtenObject } from "./quantity.ts";
import { currencyCode, FactorPath, pricePath } from "./schema-money-path.ts";
import { id, share } from "./schema-parts.ts";

const AMOUNT = { min: 0, max: 1e15 };
const usd = (): ReturnType<typeof quantity> => quantity("USD", AMOUNT);
const perYear = (): ReturnType<typeof quantity> => quantity("share/year", { min: -0.9, max: 10 });
const years = (): ReturnType<typeof quantity> => quantity("years", { min: 0.1, max: 100 });

export const Contract = z.strictObject({
  pays: z
    .enum(["installed", "used"])
    .default("installed")
    .describe("installed: for every chip in service; used: for those that train or serve, by their hours."),
  energy: z
    .enum(["included", "apart"])
    .default("included")
    .describe("apart: energy is billed beside the capacity, at what it costs."),
  usdPerGwYear: pricePath("USD/GW-year")
    .optional()
    .describe("Of one facility GW at peak PUE for a year; this or chipHours."),
  chipHours: z
    .strictObject({
      by: z
        .enum(["stated", "list", "capacity-block"])
        .default("stated")
        .describe(
          "stated: `usd` alone. list and capacity-block: the catalogue's price of a chip that `usd` leaves out; the one list price of these chips is that of Capacity Blocks.",
        ),
      usd: z.record(id, pricePath("USD/chip-h")).default({}).describe("By chip."),
    })
    .optional(),
  escalationPerYear: perYear().default(0).describe("On every price, each full year after the start."),
  fallsPerYearOfAge: quantity("share/year", { min: 0, max: 0.99 })
    .default(0)
    .describe("A chip-hour loses this share a year since the day its generation became available."),
});

export const Commitment = z.strictObject({
  payer: id,
  payee: id,
  totalUsd: usd().describe("Least spend over the term."),
  start: isoDate,
  years: quantity("years", { min: 1, max: 50, integer: true }).describe("Of the term."),
  floorsUsd: z
    .record(z.string().regex(/^[1-9]\d?$/, "must be a year of the term: 1, 2, ..."), usd())
    .optional()
    .describe(
      "Least spend by year of the term, 1 first; years left out have none. This or shape; neither: equal ones.",
    ),
  shape: z
    .enum(["flat", "back-loaded"])
    .optional()
    .describe("Of the floors: equal ones, or rising in a straight line, the last year's the highest."),
  trueUp: z
    .enum(["annual", "cumulative", "none"])
    .default("cumulative")
    .describe("When what lacks is billed: each year, at the end of the term, never."),
  carryOver: z
    .boolean()
    .default(false)
    .describe("Annual: what is spent beyond a floor counts for later years."),
  discount: share().default(0).describe("Taken off spend before it counts."),
  counts: z
    .strictObject({
      training: z.boolean().default(true),
      serving: z.boolean().default(true),
      idle: z.boolean().default(true).describe("Chips in service that do neither."),
      energy: z.boolean().default(true).describe("Energy that is billed apart."),
      paths: z
        .record(id, z.boolean())
        .default({})
        .describe("By access path: whether capacity that serves it counts. Left out: it does."),
    })
    .default({ training: true, serving: true, idle: true, energy: true, paths: {} })
    .describe("Which spend counts."),
});

export const Tranche = z.strictObject({
  usd: usd(),
  at: isoDate.optional().describe("Paid on this day; this or `when`. Neither: never."),
  when: z
    .strictObject({
      spendUsd: usd().optional().describe("Spend that counts, so far."),
      gwOnline: quantity("GW", { min: 0, max: 1000 }).optional().describe("Facility GW in service."),
      runRateUsdPerYear: usd().optional().describe("Sales of the last period, as a year."),
    })
    .optional()
    .describe("Paid when one of these is first reached."),
});

export const Investment = z.strictObject({
  investor: id,
  investee: id,
  upToUsd: usd().describe("All tranches together at most."),
  earlierUsd: usd().default(0).describe("Given before; counts for circularity alone."),
  tranches: z.record(id, Tranche),
});

export const Costs = z.strictObject({
  chipUsd: z
    .record(id, pricePath("USD"))
    .default({})
    .describe("A chip with its share of host, network and rack. Left out: the catalogue's purchaseUsd."),
  chipLifeYears: years().default(5).describe("Straight-line depreciation."),
  buildingUsdPerMw: quantity("USD/MW IT", { min: 0, max: 1e9 }).optional().describe("Building and power."),
  buildingUsdPerMwBySite: z
    .record(id, quantity("USD/MW IT", { min: 0, max: 1e9 }))
    .default({})
    .describe("At sites where it differs."),
  buildingLifeYears: years().default(17),
  upkeepUsdPerMwYear: quantity("USD/MW IT/year", { min: 0, max: 1e9 })
    .optional()
    .describe("All that is neither capital nor energy, of installed chips."),
  paidBeforeMonths: quantity("months", { min: 0, max: 60 })
    .default(0)
    .describe("Chips are paid so long before they arrive."),
});

const perCalendarYear = (): z.ZodType<YearlyLimit> =>
  z
    .union([
      limited(AMOUNT),
      writtenObject("USD/year", AMOUNT),
      z.record(z.string().regex(/^\d{4}$/, "must be a calendar year"), usd()),
    ])
    .meta({ unit: "USD/year", ...AMOUNT });

type Amount = z.infer<ReturnType<typeof quantity>>;
export type YearlyLimit = Amount | Record<string, Amount>;

/** A limit by calendar year, where years that are not named have none; else a quantity for every year. */
export const isByYear = (limit: YearlyLimit): limit is Record<string, Amount> =>
  typeof limit === "object" && !("value" in limit);

export const Move = z.strictObject({
  name: z.string().max(200).optional(),
  to: id.describe("Party that is paid instead."),
  at: isoDate,
  share: share().describe("Of the load at that moment."),
  sites: z.array(id).max(1000).optional().describe("Sites it leaves; absent: all."),
  systems: z.array(id).max(100).optional().describe("Systems it leaves; absent: all."),
  priceRatio: quantity("1", { min: 0, max: 100 })
    .default(1)
    .describe("Price there of what one chip-hour here does, over the price here."),
  overlapMonths: quantity("months", { min: 0, max: 120 }).default(0).describe("Both are paid."),
  ramp: z
    .strictObject({
      initial: share().describe("Efficiency on the first day, of the mature one."),
      months: quantity("months", { min: 0.01, max: 120 }).describe("In which what lacks falls to 1/e."),
    })
    .optional(),
  portingUsd: usd().default(0),
  egressUsd: usd().default(0),
  tax: share().default(0).describe("Of the bill there, for as long as there are several platforms."),
});

export const Money = z.strictObject({
  currency: currencyCode.default("USD").describe("Amounts below are in it; USD or one of currencies."),
  currencies: z
    .record(currencyCode, z.strictObject({ usd: quantity("USD", { min: 1e-6, max: 1e6 }) }))
    .default({})
    .describe("What one of each is worth."),
  parties: z
    .record(id, z.strictObject({ name: z.string().max(200).optional() }))
    .default({ customer: { name: "Customer" }, provider: { name: "Provider" } }),
  customer: id.default("customer").describe("Pays for capacity."),
  provider: id.default("provider").describe("Builds it and is paid."),
  discount: z
    .strictObject({
      perYear: perYear(),
      basis: z.enum(["nominal", "real"]).default("nominal").describe("real: on top of inflation."),
      inflationPerYear: perYear().default(0),
    })
    .default({ perYear: 0, basis: "nominal", inflationPerYear: 0 }),
  contract: Contract,
  commitment: Commitment.optional(),
  investment: Investment.optional().describe("Equity: a cash line of its own, in no unit cost."),
  costs: Costs.optional().describe("Of the provider. Absent: not known."),
  energy: z
    .strictObject({
      usdPerMwh: z
        .record(id, pricePath("USD/MWh", { min: 0, max: 1e6 }))
        .default({})
        .describe("By region. Left out: the catalogue's."),
      escalationPerYear: perYear().default(0).describe("Each full year after the start."),
      currency: currencyCode.optional().describe("Of the prices here; absent: as all amounts."),
    })
    .optional(),
  limits: z
    .strictObject({
      capitalUsdPerYear: perCalendarYear()
        .optional()
        .describe("Of the provider: chips in the year they are paid, and what replacing them by age costs."),
      spendUsdPerYear: perCalendarYear()
        .optional()
        .describe("Of the customer: what all chips that have arrived are billed for a whole year."),
    })
    .optional()
    .describe("By calendar year; orders beyond them wait."),
  tokenPrices: z
    .record(id, FactorPath)
    .default({})
    .describe("By served model (main: the first): factors on its list price."),
  moves: z.record(id, Move).default({}).describe("Load that goes to another provider."),
});

export type MoneySpec = z.infer<typeof Money>;
export type CommitmentSpec = z.infer<typeof Commitment>;
export type MoveSpec = z.infer<typeof Move>;
