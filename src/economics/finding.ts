/** What a settlement says in a sentence, and what it leaves out. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Bill } from "./bill.ts";
import type { Capital } from "./capital.ts";
import type { Drawdown } from "./drawdown.ts";
import type { CommitmentInfo } from "./money-info.ts";
import type { Periods } from "./periods.ts";
import { at } from "./tables.ts";
import { countText, figures, listText, monthText, usdText } from "./text.ts";
import { figuresOf, worstOf } from "./unit-costs.ts";

export interface Told {
  readonly basis: MoneyBasis;
  readonly model: MoneyModel;
  readonly periods: Periods;
  readonly bill: Bill;
  readonly capital: Capital | undefined;
  /** What the customer has paid the provider for capacity and energy, USD. */
  readonly paidUsd: number;
  readonly commitment: { readonly info: CommitmentInfo; readonly drawdown: Drawdown } | undefined;
}

/** The start of this is what a lever of the true-up is hidden by. */
const FLOORS_MET =
  "Every floor is met by what is spent: when a shortfall would be billed makes no difference.";

const monthOf = ({ basis }: Told, seconds: number): string => monthText(basis.startEpochSeconds + seconds);

const yearsText = (count: number): string => (count === 1 ? "year" : `${countText(count)} years`);

/** Where the sum ends, or what is left of it; without a commitment, what capacity costs. */
export function findingOf(told: Told): string {
  const { model, periods, commitment, paidUsd } = told;
  const { confidence } = model;
  if (commitment === undefined) {
    const customer = model.parties[model.customer]?.name ?? "The customer";
    const provider = model.parties[model.provider]?.name ?? "the provider";
    const until = monthOf(told, periods.horizon - 1);
    return `${customer} pays ${provider} ${usdText(paidUsd, figuresOf(confidence.contract))} for capacity until ${until}`;
  }
  const { info, drawdown } = commitment;
  const digits = figuresOf(worstOf(confidence.contract, confidence.commitment));
  const total = usdText(info.totalUsd, 3);
  const years = drawdown.bounds.length - 1;
  const termEnd = at(drawdown.bounds, years);
  const ofTerm = `the ${yearsText(years)} to ${monthOf(told, termEnd).slice(4)}`;
  const wholeTerm = at(drawdown.bounds, 0) >= 0 && termEnd <= periods.horizon;
  const owed =
    info.shortfallUsd > 0
      ? `; ${usdText(info.shortfallUsd, digits)} are owed on top for ${model.commitment?.trueUp === "annual" ? "years below their floor" : "what was not spent"}`
      : "";
  if (info.exhaustedSeconds !== undefined) {
    const times = figures(info.spentShare, digits);
    const rest = wholeTerm
      ? `the whole ${yearsText(years)} cost ${times} times as much`
      : `by ${monthOf(told, periods.horizon - 1)}, where the run ends, it is ${times} times as much`;
    return `${total} are spent by ${monthOf(told, info.exhaustedSeconds)} of ${ofTerm}; ${rest}${owed}`;
  }
  const spent = usdText(info.spentShare * info.totalUsd, digits);
  const percent = figures(100 * info.spentShare, Math.min(2, digits));
  const when = wholeTerm
    ? `in ${ofTerm}`
    : `by ${monthOf(told, periods.horizon - 1)}, where the run ends; the term is ${ofTerm}`;
  return `${spent} of ${total} (${percent} %) are spent ${when}${owed}`;
}

/** Served models of whose sales some month is not known. */
function unpricedModels({ servedModels, salesUsd }: MoneyBasis): readonly string[] {
  const months = servedModels.length === 0 ? 0 : salesUsd.length / servedModels.length;
  return servedModels.filter((_, m) => salesUsd.subarray(m * months, (m + 1) * months).some(Number.isNaN));
}

/** What was not stated, and how that which is not known was counted. */
export function notesOf(told: Told): readonly string[] {
  const { basis, model, periods, bill, capital, commitment } = told;
  const notes: string[] = [];
  const named = (flags: Uint8Array, nameOf: (i: number) => string): string =>
    listText([...new Set([...flags].flatMap((flag, i) => (flag === 1 ? [nameOf(i)] : [])))]);
  const chip = (k: number): string => basis.pools[k]?.chipName ?? "";
  const site = (s: number): string => basis.sites[s]?.name ?? "";
  const missing = (
    flags: Uint8Array | undefined,
    nameOf: (i: number) => string,
    text: (names: string) => string,
  ): void => {
    if (flags?.includes(1) === true) notes.push(text(named(flags, nameOf)));
  };
  missing(
    bill.unpriced,
    chip,
    (names) =>
      `No price is stated for all months of ${names}: what lacks one is not billed, and no unit cost is shown.`,
  );
  missing(bill.energyUnstated, site, (names) => `What energy costs is not stated for ${names}.`);
  missing(
    capital?.chipsUnstated,
    chip,
    (names) => `What ${names} cost the provider is not stated: they are in none of its figures.`,
  );
  missing(capital?.buildingsUnstated, site, (names) => `What buildings cost is not stated for ${names}.`);
  missing(
    capital?.retrofitsUnstated,
    site,
    (names) =>
      `What retrofits of halls cost is not stated for ${names}: the provider's figures are without them.`,
  );
  const unsold = unpricedModels(basis);
  if (unsold.length > 0)
    notes.push(`No list price is stated for ${listText(unsold)}: sales are without what they serve.`);
  if (model.costs !== undefined && Number.isNaN(model.costs.upkeepUsdPerWattSecond))
    notes.push("Upkeep is not stated, so the provider has no unit cost and no return.");
  if (model.costs !== undefined && model.costs.paidBeforeSeconds > 0)
    notes.push("Chips are paid before they arrive; what arrives after the run is not paid within it.");
  if (capital !== undefined && basis.sites.some(({ standingWatts }) => standingWatts > 0))
    notes.push("Buildings that stand at the start count as new.");
  if (commitment === undefined || model.commitment === undefined) return notes;
  const { payer, payee } = model.commitment;
  if (payer !== model.customer || payee !== model.provider)
    notes.push(
      `${model.parties[payer]?.name ?? ""} pays ${model.parties[payee]?.name ?? ""} nothing that could count: what counts is what the customer pays the provider.`,
    );
  const { years } = commitment.info;
  if (years.length > 0 && years.every(({ floorUsd, countedUsd }) => countedUsd >= floorUsd))
    notes.push(FLOORS_MET);
  if (at(commitment.drawdown.bounds, 0) < 0)
    notes.push(
      "The commitment began before the run. What had been spent by then is not known and counts as none; years begun before are not settled.",
    );
  if (at(commitment.drawdown.bounds, commitment.drawdown.bounds.length - 1) > periods.horizon)
    notes.push("The commitment's term ends after the run: the year in which the run ends owes nothing yet.");
  return notes;
}
