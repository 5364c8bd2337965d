/** Model -> what a planner's questions are answered from. Fetched with the compiler: a first run is never short of it. */
import { ordersOf, replacementPlan } from "../../src/index.ts";
import type { Model, Scenario } from "../../src/index.ts";
import type { PlannerView } from "../view/planner.ts";

/** `plain` is the scenario with nothing changed. */
export const plannerOf = (model: Model, plain: Scenario): PlannerView => ({
  orders: ordersOf(model),
  replacement: replacementPlan(model),
  laterMonths: Object.fromEntries(
    Object.entries(plain.sites).map(([id, { extraMonths }]) => [
      id,
      typeof extraMonths === "number" ? extraMonths : extraMonths.value,
    ]),
  ),
});
