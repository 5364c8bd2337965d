/** Answers a model asks of the catalogue that take more than one field. */
import { epochSeconds } from "../engine/index.ts";
import type { Catalogue } from "./catalogue.ts";
import type { HallType, System } from "./catalogue-schema.ts";

/** kW of one rack of `system`: stated, or the whole server where it is one host. Unknown: undefined. */
export const rackKwOf = (system: System): number | undefined =>
  system.rackKw?.value ?? (system.hosts?.value === 1 ? system.systemKw?.value : undefined);

/**
 * Hall types that can take `system`: an air-cooled system fits any hall whose racks carry its kW, a
 * liquid-cooled one only a liquid hall. Undefined where cooling or rack power is not known: ask for it.
 */
export const hallTypesFor = (catalogue: Catalogue, system: System): readonly HallType["id"][] | undefined => {
  const rackKw = rackKwOf(system);
  if (rackKw === undefined || system.cooling === undefined) return undefined;
  return Object.values(catalogue.hallTypes)
    .filter((hall) => rackKw <= hall.maxRackKw.value && (system.cooling === "air" || hall.id === "liquid"))
    .map((hall) => hall.id);
};

/**
 * Round trip in ms between two regions; a region without its own takes those of the one it is like, and
 * between a region and its own stand-in that is the stand-in's overhead to itself. Undefined: not known.
 */
export const rttMsBetween = (catalogue: Catalogue, from: string, to: string): number | undefined => {
  const source = catalogue.regions[from]?.rttLike?.region ?? from;
  const target = catalogue.regions[to]?.rttLike?.region ?? to;
  return catalogue.regions[source]?.rttMs?.values[target];
};

/** First day of 2027, 2027-Q3, 2027-H2, 2027-05 or 2027-05-09, epoch seconds. */
export function firstDayOf(date: string): number {
  const year = date.slice(0, 4);
  const part = date.slice(5);
  if (part === "") return epochSeconds(`${year}-01-01`);
  if (part.startsWith("Q"))
    return epochSeconds(`${year}-${String((Number(part.slice(1)) - 1) * 3 + 1).padStart(2, "0")}-01`);
  if (part.startsWith("H")) return epochSeconds(`${year}-${part === "H1" ? "01" : "07"}-01`);
  return epochSeconds(part.length === 2 ? `${date}-01` : date);
}
