/** What it costs to move a load from one platform to another: porting, double running, lost efficiency, what is stranded. */
import { expm1 } from "../engine/index.ts";

const HOURS_A_MONTH = 730;

export interface Move {
  /** Chips that take the load over, and their price. */
  readonly chips: number;
  readonly usdPerChipHour: number;
  readonly portingUsd: number;
  /** The old chips run beside the new ones for so long, as many of them. */
  readonly overlapMonths: number;
  readonly overlapChips: number;
  /** Efficiency on the first day over the mature one, and months in which what lacks falls to 1/e. Absent: none is lost. */
  readonly ramp?: { readonly initial: number; readonly months: number };
  readonly egressUsd?: number;
  /** Floor left on the old platform that cannot be taken along. */
  readonly strandedUsd?: number;
}

export interface SwitchingCost {
  readonly portingUsd: number;
  readonly doubleRunningUsd: number;
  readonly efficiencyUsd: number;
  readonly egressUsd: number;
  readonly strandedUsd: number;
  readonly totalUsd: number;
  /** The largest of them. */
  readonly dominant: "porting" | "double running" | "efficiency" | "egress" | "stranded";
}

/**
 * Double running counts the chips that would otherwise be gone. The ramp loses the integral of 1 - eff(t) over the horizon,
 * with 1 - eff(t) = (1 - initial) e^(-t / months).
 */
export function switchingCost(move: Move, horizonMonths: number): SwitchingCost {
  const month = HOURS_A_MONTH * move.usdPerChipHour;
  const { ramp, portingUsd, egressUsd = 0, strandedUsd = 0 } = move;
  const lostMonths =
    ramp === undefined ? 0 : -(1 - ramp.initial) * ramp.months * expm1(-horizonMonths / ramp.months);
  const parts = {
    porting: portingUsd,
    "double running": move.overlapMonths * move.overlapChips * month,
    efficiency: move.chips * lostMonths * month,
    egress: egressUsd,
    stranded: strandedUsd,
  };
  const names = ["porting", "double running", "efficiency", "egress", "stranded"] as const;
  return {
    portingUsd,
    doubleRunningUsd: parts["double running"],
    efficiencyUsd: parts.efficiency,
    egressUsd,
    strandedUsd,
    totalUsd: names.reduce((sum, name) => sum + parts[name], 0),
    dominant: names.reduce((most, name) => (parts[name] > parts[most] ? name : most)),
  };
}

/** Part of its bill over a horizon that the new platform must be cheaper by for the move to pay. */
export function breakEvenGap(move: Move, horizonMonths: number): number {
  const bill = move.chips * HOURS_A_MONTH * move.usdPerChipHour * horizonMonths;
  return switchingCost(move, horizonMonths).totalUsd / bill;
}
