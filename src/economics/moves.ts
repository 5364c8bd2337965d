/** Load that leaves for another provider: what of the bill here stays, and what is paid there. */
import { exp } from "../engine/index.ts";
import type { MoneyModel, MoveModel } from "../model/money.ts";
import type { Bill } from "./bill.ts";
import type { Recount } from "./closings.ts";
import type { Journal } from "./journal.ts";
import type { MoneyInfo } from "./money-info.ts";
import type { Parties } from "./parties.ts";
import { MONTH_SECONDS } from "./periods.ts";
import type { Periods } from "./periods.ts";
import { add, at, toCents } from "./tables.ts";

const concerns = (move: MoveModel, pool: number): boolean =>
  move.pools.length === 0 || move.pools.includes(pool);

/** Moves by date; those of one day in their own order. */
const byDate = (moves: readonly MoveModel[]): readonly MoveModel[] =>
  moves.toSorted((a, b) => a.atSeconds - b.atSeconds);

const oldBillEnds = (move: MoveModel): number => move.atSeconds + move.overlapMonths * MONTH_SECONDS;

/**
 * Share of the bill here that stays, [pool][period]: product over moves of 1 - share from the end of the overlap on. The month in
 * which a move falls is weighted by time.
 */
export function staying(
  moves: readonly MoveModel[],
  pools: number,
  periods: Periods,
): Float64Array | undefined {
  if (moves.length === 0) return undefined;
  const stays = new Float64Array(pools * periods.count).fill(1);
  for (const move of moves) {
    const ends = oldBillEnds(move);
    for (let p = 0; p < periods.count; p++) {
      const factor = 1 - move.share * (1 - periods.passed(p, ends));
      if (factor === 1) continue;
      for (let k = 0; k < pools; k++) {
        const i = k * periods.count + p;
        if (concerns(move, k)) stays[i] = at(stays, i) * factor;
      }
    }
  }
  return stays;
}

/** Bill here of the load that a move takes, USD by period, as if all months were whole: earlier moves have taken theirs. */
function takenUsd(
  move: MoveModel,
  earlier: readonly MoveModel[],
  bill: Bill,
  model: MoneyModel,
  pools: number,
): Float64Array {
  const count = model.periods.length;
  const taken = new Float64Array(count);
  const apart = model.contract.energy === "apart";
  for (let k = 0; k < pools; k++) {
    if (!concerns(move, k)) continue;
    let share = move.share;
    for (const other of earlier) if (concerns(other, k)) share *= 1 - other.share;
    for (let p = 0; p < count; p++) {
      const i = k * count + p;
      const usd =
        at(bill.training, i) + at(bill.serving, i) + at(bill.idle, i) + (apart ? at(bill.energy, i) : 0);
      add(taken, p, share * usd);
    }
  }
  return taken;
}

/** Mean of (1 - e0) e^(-t/tau) between two times after the move, months. */
function meanLost(ramp: MoveModel["ramp"], from: number, to: number): number {
  if (ramp === undefined || to <= from) return 0;
  if (!(ramp.months > 0)) return 0;
  const { initial, months } = ramp;
  return ((1 - initial) * months * (exp(-from / months) - exp(-to / months))) / (to - from);
}

/** Bill of a move by period, USD. */
export interface MoveBill {
  readonly move: MoveModel;
  /** At the price there, once the software has matured. */
  readonly mature: Float64Array;
  readonly efficiency: Float64Array;
  readonly tax: Float64Array;
  /** Old bill while both run. */
  readonly doubleRunning: Float64Array;
  /** Old bill of the load that left, at the price here, from the move on. */
  readonly left: Float64Array;
}

/**
 * From the move on the load is paid for there: bill here x price ratio x (1 + 1 - eff(t) + tax), with 1 - eff(t) =
 * (1 - e0) e^(-t/tau). Lost hours are counted once, as switching.ts does, and not made up by hours that lose again.
 */
export function moveBills(
  bill: Bill,
  model: MoneyModel,
  pools: number,
  periods: Periods,
): readonly MoveBill[] {
  const moves = byDate(model.moves);
  return moves.map((move, m) => {
    const taken = takenUsd(move, moves.slice(0, m), bill, model, pools);
    const row = (): Float64Array => new Float64Array(periods.count);
    const bills = { move, mature: row(), efficiency: row(), tax: row(), doubleRunning: row(), left: row() };
    for (let p = 0; p < periods.count; p++) {
      const share = 1 - periods.passed(p, move.atSeconds);
      if (share === 0) continue;
      const left = at(taken, p) * share;
      const mature = left * move.priceRatio;
      const from = Math.max(0, periods.start(p) - move.atSeconds) / MONTH_SECONDS;
      const to = (periods.end(p) - move.atSeconds) / MONTH_SECONDS;
      bills.left[p] = left;
      bills.mature[p] = mature;
      bills.efficiency[p] = mature * meanLost(move.ramp, from, to);
      bills.tax[p] = mature * move.tax;
      bills.doubleRunning[p] = at(taken, p) * (share - (1 - periods.passed(p, oldBillEnds(move))));
    }
    return bills;
  });
}

/**
 * What is paid elsewhere, and once for the move. A move before the run was paid for before it.
 * @returns cents of each kind, counted by move
 */
export function postMoves(
  bills: readonly MoveBill[],
  journal: Journal,
  parties: Parties,
  periods: Periods,
): readonly Recount[] {
  const { customer, provider, engineers } = parties;
  const once = { porting: 0, egress: 0, elsewhere: 0 };
  for (const { move, mature, efficiency, tax } of bills) {
    const row = mature.map((usd, p) => toCents(usd + at(efficiency, p) + at(tax, p)));
    journal.postAll("elsewhere", customer, move.to, row, move.name);
    if (move.to !== customer) once.elsewhere += total(row);
    const on = periods.holding(move.atSeconds);
    if (on < 0 || on >= periods.count) continue;
    const [porting, egress] = [toCents(move.portingUsd), toCents(move.egressUsd)];
    journal.post("porting", customer, engineers, on, porting, move.name);
    journal.post("egress", customer, provider, on, egress, move.name);
    once.porting += porting;
    if (customer !== provider) once.egress += egress;
  }
  return [
    { kind: "elsewhere", by: "move", cents: once.elsewhere },
    { kind: "porting", by: "move", cents: once.porting },
    { kind: "egress", by: "move", cents: once.egress },
  ];
}

const total = (row: Float64Array): number => row.reduce((sum, each) => sum + each, 0);

/** @param strandedUsd what the floors lack because of a move */
export function moveInfo(bills: MoveBill, strandedUsd: number, periods: Periods): MoneyInfo["moves"][number] {
  const { move } = bills;
  const happens = move.atSeconds >= 0 && move.atSeconds < periods.horizon;
  const parts = {
    porting: happens ? move.portingUsd : 0,
    "double running": total(bills.doubleRunning),
    efficiency: total(bills.efficiency),
    egress: happens ? move.egressUsd : 0,
    "stranded commitment": strandedUsd,
    "several platforms": total(bills.tax),
  };
  const ranked = Object.entries(parts).toSorted(([, a], [, b]) => b - a);
  const totalUsd = ranked.reduce((sum, [, usd]) => sum + usd, 0);
  const left = total(bills.left);
  return {
    id: move.id,
    name: move.name,
    atSeconds: move.atSeconds,
    portingUsd: parts.porting,
    doubleRunningUsd: parts["double running"],
    efficiencyUsd: parts.efficiency,
    egressUsd: parts.egress,
    strandedUsd,
    taxUsd: parts["several platforms"],
    totalUsd,
    dominant: totalUsd > 0 ? (ranked[0]?.[0] ?? "none") : "none",
    breakEvenGap: totalUsd === 0 ? 0 : totalUsd / left,
  };
}
