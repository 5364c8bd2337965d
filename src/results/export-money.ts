/** Money -> CSV texts. Amounts are whole cents, so their sums are exact; unit costs have the figures their inputs allow. */
import type { MoneyInfo, PartyLedgers, UnitCost } from "../economics/money-info.ts";
import { toCsv } from "../scenario/index.ts";
import type { ExportFile } from "./export.ts";

type Cell = string | number;

export const moneyFiles = (info: MoneyInfo): readonly ExportFile[] => [
  { name: "money.csv", text: moneyCsv(info) },
  { name: "ledgers.csv", text: ledgersCsv(info) },
  { name: "unit-costs.csv", text: unitCostsCsv(info) },
];

/** 123456 -> "1234.56": no cent is lost on the way through a fraction. */
export function usdText(cents: number): string {
  const digits = Math.abs(cents).toFixed(0).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `period,flow,label,from,to,usd`: a row for each payment that was made. */
function moneyCsv({ periods, flows }: MoneyInfo): string {
  function* rows(): Generator<readonly Cell[]> {
    for (const [p, period] of periods.entries())
      for (const { kind, label, from, to, cents } of flows)
        if (cents[p] !== undefined && cents[p] !== 0)
          yield [period, kind, label, from, to, usdText(cents[p])];
  }
  return toCsv(["period", "flow", "label", "from", "to", "usd"], rows());
}

/** `party,ledger,account,period,usd`: all accounts of all parties, in full. */
function ledgersCsv({ periods, ledgers }: MoneyInfo): string {
  function* rows(): Generator<readonly Cell[]> {
    for (const party of ledgers)
      for (const [ledger, accounts] of accountsOf(party))
        for (const [account, cents] of Object.entries(accounts))
          for (const [p, period] of periods.entries())
            yield [party.party, ledger, account, period, usdText(cents[p] ?? 0)];
  }
  return toCsv(["party", "ledger", "account", "period", "usd"], rows());
}

type Accounts = Readonly<Record<string, Float64Array>>;

const accountsOf = ({
  cash,
  accrual,
  commitment,
}: PartyLedgers): readonly (readonly [string, Accounts])[] => [
  ["cash", { ...cash }],
  ["accrual", { ...accrual }],
  ...(commitment === undefined ? [] : [["commitment", { ...commitment }] as const]),
];

const UNITS = ["usdPerMtok", "usdPerExaflopDay", "usdPerGwYear", "usdPerChipHour"] as const;

/** `id,name,view,<unit>...,figures,confidence`: empty where there is none; no more figures than the inputs allow. */
function unitCostsCsv({ unitCosts }: MoneyInfo): string {
  const cell = (cost: UnitCost, unit: (typeof UNITS)[number]): Cell =>
    cost[unit] === undefined ? "" : Number(cost[unit].toPrecision(cost.figures));
  const rows = unitCosts.map((cost): readonly Cell[] => [
    cost.id,
    cost.name,
    cost.view,
    ...UNITS.map((unit) => cell(cost, unit)),
    cost.figures,
    cost.confidence,
  ]);
  return toCsv(["id", "name", "view", ...UNITS, "figures", "confidence"], rows);
}

/** Money of a run without its months, for a summary. USD. */
export function moneySummary(info: MoneyInfo): Readonly<Record<string, unknown>> {
  const { periods: _, starts: __, parties, flows, ledgers, consolidated, commitment, ...rest } = info;
  const usd = (cents: Float64Array): number => cents.reduce((sum, each) => sum + each, 0) / 100;
  const last = (cents: Float64Array): number => (cents.at(-1) ?? 0) / 100;
  return {
    ...rest,
    parties: parties.filter(({ outside }) => !outside),
    flows: flows.map(({ cents, ...flow }) => ({ ...flow, usd: usd(cents) })),
    cash: ledgers.map(({ party, cash }) => ({
      party,
      received: usd(cash.received),
      paid: usd(cash.paid),
      closing: last(cash.closing),
    })),
    consolidated: {
      received: usd(consolidated.received),
      paid: usd(consolidated.paid),
      eliminated: usd(consolidated.eliminated),
    },
    ...(commitment === undefined ? {} : { commitment: withoutMonths(commitment) }),
  };
}

function withoutMonths(commitment: NonNullable<MoneyInfo["commitment"]>): Readonly<Record<string, unknown>> {
  const byMonth = new Set(["countedUsd", "floorUsd"]);
  const rest = Object.entries(commitment).filter(([key]) => !byMonth.has(key));
  return { ...Object.fromEntries(rest), countedUsd: commitment.countedUsd.at(-1) ?? 0 };
}
