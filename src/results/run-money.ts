/** A run that speaks of money: what it did by month, and what that meant at the scenario's prices. */
import { settleMoney } from "../economics/index.ts";
import type { MoneyModel } from "../model/types.ts";
import type { World } from "../run/world.ts";
import type { LedgerView } from "./ledger-view.ts";
import { basisCrossFoot, buildMoneyBasis } from "./money-basis.ts";
import { moneyHeadlines } from "./money-headlines.ts";
import type { Headline, Result } from "./types.ts";

/** A file of its own, fetched in a browser where it is asked for, and so that the chunk has its name. */
export function readMoney(
  world: World,
  view: LedgerView,
  money: MoneyModel,
): {
  readonly money: NonNullable<Result["money"]>;
  readonly headlines: readonly Headline[];
  readonly crossFoot: readonly (readonly [string, number, number])[];
} {
  const { startEpochSeconds, inputParts } = world.model;
  const basis = buildMoneyBasis(world, view, money.starts);
  const info = settleMoney(basis, money);
  return {
    money: { basis, info },
    headlines: moneyHeadlines(info, startEpochSeconds, money.confidence, inputParts),
    crossFoot: basisCrossFoot(world, view, basis),
  };
}

export type ReadMoney = typeof readMoney;
