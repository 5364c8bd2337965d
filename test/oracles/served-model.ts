// A served model out of a row of a table, in the order of the roofline's fields.
import type { ServedModel } from "../../src/inference/roofline.ts";

export function servedModelOf(numbers: readonly number[]): ServedModel {
  const at = (i: number): number => numbers[i] ?? NaN;
  return {
    params: at(0),
    activeParams: at(1),
    routedExpertParams: at(2),
    experts: at(3),
    topK: at(4),
    layers: at(5),
    hidden: at(6),
    kvElements: at(7),
    attnFlop: at(8),
    prefillAttnFlop: at(9),
  };
}
