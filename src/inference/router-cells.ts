/** What a router's demand is cut into: region, class and served model, and what may become of it away from home. */
import type { DemandModel } from "../model/types.ts";

export interface Cell {
  readonly region: number;
  readonly klass: number;
  readonly served: number;
  readonly part: number;
  readonly weight: number;
}

/** Cells by rank and region: those of one rank and region are a block. */
export interface Order {
  readonly cells: Int32Array;
  readonly regions: Int32Array;
  readonly first: Int32Array;
  /** First block of each rank, and their number. */
  readonly ranks: Int32Array;
}

/** Cells of negative rank are left out. */
export function orderOf(cells: readonly Cell[], rank: (cell: Cell) => number): Order {
  const sorted = cells
    .map((cell, index) => ({ rank: rank(cell), region: cell.region, index }))
    .filter((each) => each.rank >= 0)
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index);
  const first = sorted.flatMap(({ rank: own, region }, at) => {
    const before = sorted[at - 1];
    return before?.rank === own && before.region === region ? [] : [at];
  });
  const ranks = first.flatMap((at, block) => {
    const before = first[block - 1];
    return before !== undefined && sorted[before]?.rank === sorted[at]?.rank ? [] : [block];
  });
  return {
    ranks: Int32Array.from([...ranks, first.length]),
    cells: Int32Array.from(sorted, ({ index }) => index),
    regions: Int32Array.from(first, (at) => sorted[at]?.region ?? 0),
    first: Int32Array.from([...first, sorted.length]),
  };
}

export const isOneGroup = (a: Cell, b: Cell | undefined): boolean =>
  b !== undefined && a.region === b.region && a.klass === b.klass && a.served === b.served;

export function cellsOf(demand: DemandModel): readonly Cell[] {
  const routed = demand.routing !== undefined;
  return demand.regions.flatMap((r, region) =>
    demand.classes.flatMap((c, klass) =>
      demand.served.flatMap((_, served) => {
        const bound = routed ? r.boundShare : 0;
        const fresh = routed ? c.newShare : 1;
        const weights = [bound, (1 - bound) * (1 - fresh), (1 - bound) * fresh];
        return weights
          .map((weight, part) => ({ region, klass, served, part, weight }))
          .filter(({ weight }) => weight > 0);
      }),
    ),
  );
}
