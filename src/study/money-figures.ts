/** The figures of money that ranges are asked of, and what each of them needs of a run. */
import type { MoneyInfo, UnitCost } from "../economics/money-info.ts";
import type { MoneyModel } from "../model/money.ts";
import type { Origin } from "../scenario/quantity.ts";
import type { MoneyFigure } from "./money-range.ts";

/** installed: chips in service alone; use: what they did, which a run without work does not say. */
export type Needs = "installed" | "use";

export type FigureNow = Pick<MoneyFigure, "id" | "label" | "unit" | "value" | "figures" | "confidence"> & {
  readonly needs: Needs;
};

const MEASURES = [
  ["usdPerGwYear", "USD/GW-year", "GW-year"],
  ["usdPerChipHour", "USD/chip-h", "chip-hour"],
  ["usdPerExaflopDay", "USD/EFLOP-day", "useful exaFLOP-day"],
  ["usdPerMtok", "USD/Mtok", "million tokens"],
] as const;

/** Every figure of a settled run, the date and the sums first. */
export function figuresOf(info: MoneyInfo, model: MoneyModel): readonly FigureNow[] {
  const paid = paysFor(model);
  const { commitment } = info;
  const sums = { figures: sumFigures(info), confidence: model.confidence.contract };
  const counted = countsAll(model) ? paid : ("use" as const);
  const discounted = model.discountPerYear === 0 ? [] : [info.presentValue.customerPaysUsd];
  return [
    ...(commitment === undefined
      ? []
      : [
          {
            ...sums,
            id: "exhausted",
            label: "Commitment exhausted",
            unit: "date",
            value: commitment.exhaustedSeconds ?? Infinity,
            needs: counted,
          },
        ]),
    { ...sums, id: "spend", label: "Paid for capacity", unit: "USD", value: paidUsd(info), needs: paid },
    ...(commitment === undefined
      ? []
      : [
          {
            ...sums,
            id: "shortfall",
            label: "Shortfall",
            unit: "USD",
            value: commitment.shortfallUsd,
            needs: counted,
          },
        ]),
    ...discounted.map((value) => ({
      ...sums,
      id: "value-today",
      label: "Paid, value today",
      unit: "USD",
      value,
      needs: counted,
    })),
    ...info.unitCosts.flatMap((cost) => unitFigures(cost, paid)),
  ];
}

/** What the contract's bill needs. Energy that is billed apart is taken as each chip drew it in the run. */
const paysFor = ({ contract }: MoneyModel): Needs => (contract.pays === "installed" ? "installed" : "use");

/** Everything that is paid counts, whatever the chips do. */
function countsAll({ commitment }: MoneyModel): boolean {
  if (commitment === undefined) return true;
  const { training, serving, idle, withoutPaths } = commitment.eligible;
  return training && serving && idle && withoutPaths.length === 0;
}

/** USD for capacity and energy from the customer to the provider, over the run. */
function paidUsd({ flows, customer, provider }: MoneyInfo): number {
  let cents = 0;
  for (const flow of flows)
    if (
      flow.from === customer &&
      flow.to === provider &&
      (flow.kind === "capacity" || flow.kind === "energy-billed")
    )
      for (const each of flow.cents) cents += each;
  return cents / 100;
}

/** Those of what the customer pays in all; three where no unit cost says. */
const sumFigures = ({ unitCosts }: MoneyInfo): number =>
  unitCosts.find(({ id, view }) => id === "all" && view === "customer")?.figures ?? 3;

function unitFigures(cost: UnitCost, paid: Needs): readonly FigureNow[] {
  return MEASURES.flatMap(([measure, unit, words]): FigureNow[] => {
    const value = cost[measure];
    if (value === undefined) return [];
    const work = measure === "usdPerMtok" || measure === "usdPerExaflopDay";
    const { id, name, view, figures, confidence } = cost;
    return [
      {
        id: `${view}/${id}/${measure}`,
        label: `${id === "all" ? "All chips" : name}, ${view === "customer" ? "paid" : "cost"} per ${words}`,
        unit,
        value,
        figures,
        confidence,
        needs: work ? "use" : view === "customer" ? paid : "installed",
      },
    ];
  });
}

/** By id. */
export const valuesOf = (figures: readonly FigureNow[]): Readonly<Record<string, number>> =>
  Object.fromEntries(figures.map(({ id, value }) => [id, value]));

/** Rests on a guess or on somebody's arithmetic, not on what a party said. */
export const isAssumed = (confidence: Origin): boolean =>
  confidence === "assumed" ||
  confidence === "yours" ||
  confidence === "derived" ||
  confidence === "estimated";
