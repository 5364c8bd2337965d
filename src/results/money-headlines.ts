/** The few numbers of money: pure, so that a change of prices gives them anew without another run. */
import type { FlowKind, MoneyInfo, UnitCost } from "../economics/money-info.ts";
import { figuresOf, worstOf } from "../economics/unit-costs.ts";
import type { MoneyModel } from "../model/types.ts";
import type { Origin } from "../scenario/quantity.ts";
import { decimalYear } from "./format.ts";
import { restsOnAssumption } from "./headline-inputs.ts";
import type { Headline } from "./types.ts";

/** What the customer pays for capacity and what comes with it; what it owes beyond that is the shortfall. */
const SPEND: ReadonlySet<FlowKind> = new Set(["capacity", "energy-billed", "elsewhere"]);

type Parts = Parameters<typeof restsOnAssumption>[1];
type Row = Pick<Headline, "id" | "label" | "value" | "unit" | "figures"> &
  Partial<Pick<Headline, "illustrative">>;

/**
 * @param confidence worst of what each group of figures rests on
 * @param parts inputs by part of the scenario, as for `restsOnAssumption`
 */
export function moneyHeadlines(
  info: MoneyInfo,
  startEpochSeconds: number,
  confidence: MoneyModel["confidence"],
  parts: Parts,
): Headline[] {
  const customer = info.unitCosts.find(({ id, view }) => id === "all" && view === "customer");
  const spent = spendCents(info).reduce((sum, cents) => sum + cents, 0);
  const rows: Row[] = [
    // Nothing is paid where no price is known: then there is nothing to show.
    ...(spent > 0
      ? [
          {
            id: "spend",
            label: "Spend on capacity",
            value: spent / 1e11,
            unit: "B USD",
            ...few(confidence.contract),
          },
        ]
      : []),
    ...commitmentRows(info, startEpochSeconds, confidence),
    ...unitRows(customer),
    ...providerRows(info.unitCosts.find(({ id, view }) => id === "all" && view === "provider")),
    {
      id: "spend-today",
      label: "Value today of all that the customer pays",
      value: info.presentValue.customerPaysUsd / 1e9,
      unit: "B USD",
      ...few(confidence.contract),
    },
    ...energyRows(info, confidence),
  ];
  return rows.map((row) => ({ illustrative: restsOnAssumption(row.id, parts), ...row }));
}

/** What the customer pays for capacity by period, whole cents. */
export function spendCents({ flows, customer, periods }: MoneyInfo): Float64Array {
  const cents = new Float64Array(periods.length);
  for (const flow of flows)
    if (flow.from === customer && SPEND.has(flow.kind))
      flow.cents.forEach((each, p) => (cents[p] = (cents[p] ?? 0) + each));
  return cents;
}

/** Significant figures, where they are fewer than usual. */
const few = (...origins: readonly Origin[]): Pick<Row, "figures"> => {
  const figures = figuresOf(worstOf(...origins));
  return figures < 3 ? { figures } : {};
};

function commitmentRows(
  { commitment }: MoneyInfo,
  startEpochSeconds: number,
  confidence: MoneyModel["confidence"],
): Row[] {
  if (commitment === undefined) return [];
  const { exhaustedSeconds, shortfallUsd } = commitment;
  return [
    ...(exhaustedSeconds === undefined
      ? []
      : [
          {
            id: "commitment-spent",
            label: "Commitment spent",
            value: decimalYear(startEpochSeconds + exhaustedSeconds),
            unit: "date",
          },
        ]),
    {
      id: "shortfall",
      label: "Shortfall of the commitment",
      value: shortfallUsd / 1e9,
      unit: "B USD",
      ...few(confidence.contract, confidence.commitment),
    },
  ];
}

/** What the customer pays for what it gets; only what is there. */
function unitRows(cost: UnitCost | undefined): Row[] {
  if (cost === undefined) return [];
  const figures = cost.figures < 3 ? { figures: cost.figures } : {};
  const row = (id: string, label: string, value: number | undefined, unit: string): Row[] =>
    value === undefined ? [] : [{ id, label, value, unit, ...figures }];
  return [
    ...row("usd-per-mtok", "Paid for a million output tokens", cost.usdPerMtok, "USD"),
    ...row("usd-per-exaflop-day", "Paid for an exaFLOP/s-day trained", cost.usdPerExaflopDay, "USD"),
    ...row(
      "usd-per-gw-year",
      "Paid for a GW-year",
      cost.usdPerGwYear === undefined ? undefined : cost.usdPerGwYear / 1e9,
      "B USD",
    ),
  ];
}

/** Capital by its life, energy and upkeep of a GW-year. */
function providerRows(cost: UnitCost | undefined): Row[] {
  if (cost?.usdPerGwYear === undefined) return [];
  return [
    {
      id: "cost-per-gw-year",
      label: "What a GW-year costs its provider",
      value: cost.usdPerGwYear / 1e9,
      unit: "B USD",
      ...(cost.figures < 3 ? { figures: cost.figures } : {}),
      // Most of it is what chips cost, which is the catalogue's and not among the scenario's numbers.
      ...(cost.confidence === "assumed" ? { illustrative: true } : {}),
    },
  ];
}

/** A sum over sites of which one is not known is none. */
function energyRows({ energy }: MoneyInfo, confidence: MoneyModel["confidence"]): Row[] {
  const sumOf = (read: (row: MoneyInfo["energy"][number]) => number | undefined): number =>
    energy.reduce((sum, row) => sum + (row.facilityMwh > 0 ? (read(row) ?? NaN) : 0), 0);
  const usd = sumOf((row) => row.usd);
  const tonnes = sumOf((row) => row.tonnesCo2);
  const figures = { figures: figuresOf(confidence.energy) };
  return [
    ...(usd > 0
      ? [{ id: "energy-cost", label: "Cost of energy", value: usd / 1e6, unit: "M USD", ...figures }]
      : []),
    ...(tonnes > 0
      ? [{ id: "tonnes-co2", label: "CO2 of the grid's mean", value: tonnes, unit: "t CO2", ...figures }]
      : []),
  ];
}
