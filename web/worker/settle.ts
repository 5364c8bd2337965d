/** Other prices on what a run did: fetched once there is a run with money in it. */
import { moneyHeadlines, settleMoney } from "../../src/index.ts";
import type { Model, MoneyBasis } from "../api.ts";
import type { Shown } from "../view/from-result.ts";
import { commitmentsOf } from "./commitments.ts";
import type { Settled } from "./protocol.ts";

export function settle(model: Model, shown: Shown, basis: MoneyBasis): Settled {
  if (model.money === undefined) throw new Error("a model without money cannot be settled");
  const money = settleMoney(basis, model.money);
  return {
    shown: { ...shown, ...commitmentsOf(model, basis) },
    inputs: model.inputs,
    money,
    headlines: moneyHeadlines(money, model.startEpochSeconds, model.money.confidence, model.inputParts),
  };
}
