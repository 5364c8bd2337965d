/** What a planner's questions are answered from: of a scenario, no matter how its run goes. */
import type { OrderRow, ReplacementPlan } from "../api.ts";

export interface PlannerView {
  readonly orders: readonly OrderRow[];
  readonly replacement: ReplacementPlan;
  /** Months by which the unchanged scenario puts each site off, by id. */
  readonly laterMonths: Readonly<Record<string, number>>;
}
