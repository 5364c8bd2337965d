/** Demand for inference and what is served of it, output tokens/s by region of users, for the whole fleet. */
import type { Result } from "../api.ts";
import type { RegionView } from "./run-view.ts";

/** Regions of users in the order of the scenario, by the series they have. */
export function regionsOf(result: Result): readonly RegionView[] {
  return result.series.flatMap(({ id, region, label }): RegionView[] =>
    region === undefined || !id.startsWith("demand.")
      ? []
      : [{ id: region, name: label.replace(/: demand$/, "") }],
  );
}

export function demandColumns(result: Result): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  const add = (key: string, id: string): void => {
    const mean = result.series.find((each) => each.id === id)?.mean;
    if (mean !== undefined) columns[key] = mean;
  };
  for (const { id } of [...regionsOf(result), { id: "all" }]) {
    add(`demand.${id}`, `demand.${id}`);
    add(`served.${id}`, `served.${id}`);
  }
  add("demand.unserved", "unserved.all");
  return columns;
}
