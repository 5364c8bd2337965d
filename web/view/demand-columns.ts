/** Demand for inference and what became of it, output tokens/s by region of users, for the whole fleet. */
import type { Result } from "../api.ts";
import type { NamedView, RegionView } from "./run-view.ts";

/** Regions of users in the order of the scenario, by the series they have. */
export function regionsOf(result: Result): readonly RegionView[] {
  return result.series.flatMap(({ id, region, label }): RegionView[] =>
    region === undefined || !id.startsWith("demand.")
      ? []
      : [{ id: region, name: label.replace(/: demand$/, "") }],
  );
}

/** Served models, where what each of them served is told apart. */
export const servedModelsOf = ({ series }: Result): readonly NamedView[] =>
  series.flatMap(({ id, label }) =>
    id.startsWith(servedModel)
      ? [{ id: id.slice(servedModel.length), name: label.replace(/: served$/, "") }]
      : [],
  );
const servedModel = "served.model.";

/** Series by the keys they have in the view; only what has anything in it, but for demand and what is served. */
export function demandColumns(result: Result): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  const means = new Map(result.series.map(({ id, mean }) => [id, mean]));
  const add = (key: string, id: string): void => {
    const mean = means.get(id);
    // What is left of sums that cancel is no demand.
    if (mean?.some((value) => value > 1e-3) === true)
      columns[key] = mean.map((value) => (value > 1e-3 ? value : 0));
  };
  for (const { id } of [...regionsOf(result), { id: "all" }])
    for (const kind of ["demand", "served"]) {
      const mean = means.get(`${kind}.${id}`);
      if (mean !== undefined) columns[`${kind}.${id}`] = mean;
    }
  const unserved = means.get("unserved.all");
  if (unserved !== undefined) columns["demand.unserved"] = unserved;
  for (const { id } of result.series) {
    const [, reason = "", region = ""] = /^unserved-([^.]+)\.(.+)$/.exec(id) ?? [];
    if (reason !== "") add(region === "all" ? `unserved.${reason}` : `unserved.${reason}.${region}`, id);
    if (id.startsWith(servedModel)) add(id, id);
  }
  add("demand.waiting", "waiting.all");
  add("demand.elsewhere", "elsewhere.all");
  add("revenue.all", "revenue.all");
  for (const id of ["serving.replicas", "serving.least-replicas"]) add(id, id);
  return columns;
}
