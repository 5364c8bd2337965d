/** What was agreed: a commitment by year of its term, an investment in tranches, load that moves elsewhere. */
import { epochSeconds } from "../engine/index.ts";
import type { CommitmentModel, InvestmentModel, MoveModel, TrancheModel } from "../model/money.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { CommitmentSpec } from "../scenario/schema-money.ts";
import type { MoneyContext } from "./money.ts";
import { Worst } from "./money-paths.ts";

/** Floors by year of the term, in the money block's currency: those stated, or by the shape; flat where neither is said. */
export function floorsOf(
  { floorsUsd, shape, years: term, totalUsd }: CommitmentSpec,
  worst = new Worst(),
): Float64Array {
  const years = valueOf(term);
  if (floorsUsd !== undefined)
    return Float64Array.from({ length: years }, (_, year) => worst.read(floorsUsd[String(year + 1)] ?? 0));
  const total = valueOf(totalUsd);
  const all = (years * (years + 1)) / 2;
  return Float64Array.from({ length: years }, (_, year) =>
    shape === "back-loaded" ? (total * (year + 1)) / all : total / years,
  );
}

export function compileCommitment({
  money,
  usdOf,
  partyIndex,
  places,
}: MoneyContext): { readonly model: CommitmentModel; readonly worst: Worst } | undefined {
  const { commitment } = money;
  if (commitment === undefined) return undefined;
  const worst = new Worst();
  const rate = usdOf();
  const { counts } = commitment;
  return {
    worst,
    model: {
      payer: partyIndex(commitment.payer),
      payee: partyIndex(commitment.payee),
      totalUsd: worst.read(commitment.totalUsd) * rate,
      startSeconds: epochSeconds(commitment.start) - places.startEpochSeconds,
      floorsUsd: floorsOf(commitment, worst).map((floor) => floor * rate),
      trueUp: commitment.trueUp,
      carriesOver: commitment.carryOver,
      discount: valueOf(commitment.discount),
      eligible: {
        training: counts.training,
        serving: counts.serving,
        idle: counts.idle,
        energy: counts.energy,
        withoutPaths: Object.keys(counts.paths).filter((id) => counts.paths[id] === false),
      },
    },
  };
}

export function compileInvestment({
  money,
  usdOf,
  partyIndex,
  places,
}: MoneyContext): InvestmentModel | undefined {
  const { investment } = money;
  if (investment === undefined) return undefined;
  const rate = usdOf();
  return {
    investor: partyIndex(investment.investor),
    investee: partyIndex(investment.investee),
    earlierUsd: valueOf(investment.earlierUsd) * rate,
    tranches: Object.entries(investment.tranches).map(([id, { usd, at, when }]): TrancheModel => {
      const tranche = { id, amountUsd: valueOf(usd) * rate, atSeconds: Infinity, atLeast: Infinity };
      if (at !== undefined)
        return { ...tranche, when: "at", atSeconds: epochSeconds(at) - places.startEpochSeconds };
      if (when?.spendUsd !== undefined)
        return { ...tranche, when: "spend", atLeast: valueOf(when.spendUsd) * rate };
      if (when?.gwOnline !== undefined)
        return { ...tranche, when: "gw-online", atLeast: valueOf(when.gwOnline) };
      if (when?.runRateUsdPerYear !== undefined)
        return { ...tranche, when: "run-rate", atLeast: valueOf(when.runRateUsdPerYear) * rate };
      return { ...tranche, when: "never" };
    }),
  };
}

/** A move of pools that this run does not have moves nothing and is left out. */
export function compileMoves({ money, usdOf, partyIndex, places }: MoneyContext): MoveModel[] {
  const rate = usdOf();
  return Object.entries(money.moves).flatMap(([id, move]): MoveModel[] => {
    const all = move.sites === undefined && move.systems === undefined;
    const pools = places.pools.flatMap((pool, index) => {
      const [site = "", system = ""] = pool.id.split("/");
      const leaves = move.sites?.includes(site) !== false && move.systems?.includes(system) !== false;
      return leaves ? [index] : [];
    });
    if (!all && pools.length === 0) return [];
    return [
      {
        id,
        name: move.name ?? id,
        to: partyIndex(move.to),
        atSeconds: epochSeconds(move.at) - places.startEpochSeconds,
        share: valueOf(move.share),
        pools: all ? [] : pools,
        priceRatio: valueOf(move.priceRatio),
        overlapMonths: valueOf(move.overlapMonths),
        ramp: move.ramp && { initial: valueOf(move.ramp.initial), months: valueOf(move.ramp.months) },
        portingUsd: valueOf(move.portingUsd) * rate,
        egressUsd: valueOf(move.egressUsd) * rate,
        tax: valueOf(move.tax),
      },
    ];
  });
}
