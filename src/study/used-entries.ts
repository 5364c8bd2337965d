/** Which entries of the catalogue a scenario rests on. */
import type { Catalogue } from "../scenario/catalogue.ts";
import type { CatalogueEntry } from "../scenario/catalogue-schema.ts";
import { isObject } from "../scenario/merge-patch.ts";
import type { Scenario } from "../scenario/schema.ts";

export interface UsedEntry {
  readonly shelf: keyof Catalogue;
  readonly entry: CatalogueEntry;
  /** Fields that are not drawn. */
  readonly leftOut: readonly string[];
}

/** Nothing in a run reads the watts of the bare package, and a chip's prices only money that takes them from here. */
const ofChips = ({ money, projection }: Scenario): readonly string[] => [
  "tdpWatts",
  ...(money?.costs === undefined ? ["purchaseUsd"] : []),
  ...((money?.contract.chipHours?.by ?? "stated") === "stated" ? ["listUsdPerChipHour"] : []),
  // Gain and cadence are the scenario's own: those of the catalogue are not read.
  ...(projection?.gainPerWatt !== undefined && projection.cadenceMonths !== undefined ? ["projection"] : []),
];
/** Rack power decides whether a hall can take a system at all: that is a fact of its design and no spread. */
const OF_SYSTEMS = ["systemKw", "rackKw", "claims"];
/** Nothing in a run reads what a seller keeps. */
const OF_PATHS = ["resellerShare"];

/** Chips and systems, regions, the served model and its token mixes, profiles and SLO class that `scenario` names. */
export function usedEntries(scenario: Scenario, catalogue: Catalogue): readonly UsedEntry[] {
  const { deliveries, fleet, supply, chipSupply, sites, inference } = scenario;
  const hardware = new Set<string>();
  collect([deliveries, fleet.refresh, supply, chipSupply], hardware);
  const systems = Object.values(catalogue.systems).filter((system) => hardware.has(system.id));
  for (const system of systems) {
    hardware.add(system.chip);
    // A projected chip rests on the one it starts from.
    const from = catalogue.chips[system.chip]?.projection?.from;
    if (from !== undefined) hardware.add(from);
  }
  const places = new Set(Object.values(sites).map((site) => site.region));
  for (const region of Object.values(inference?.regions ?? {})) places.add(region.origin);
  const served = new Set([inference?.llm]);
  if (inference?.tpotMs === undefined) served.add(inference?.sloClass);
  for (const { profile, tokenMix } of Object.values(inference?.classes ?? {}))
    served.add(profile).add(tokenMix);
  const archetypes = new Set<string>();
  for (const [id, { archetype }] of Object.entries(inference?.customers ?? {}))
    archetypes.add(archetype ?? id);
  for (const { id, profile, tokenMix } of Object.values(catalogue.archetypes))
    if (archetypes.has(id)) served.add(profile).add(tokenMix);
  const pick = (
    shelf:
      | "chips"
      | "regions"
      | "llms"
      | "tokenMixes"
      | "profiles"
      | "sloClasses"
      | "archetypes"
      | "accessPaths",
    ids: ReadonlySet<string | undefined>,
    leftOut: readonly string[] = [],
  ): UsedEntry[] =>
    Object.values<CatalogueEntry>(catalogue[shelf])
      .filter(({ id }) => ids.has(id))
      .map((entry) => ({ shelf, entry, leftOut }));
  return [
    ...pick("chips", hardware, ofChips(scenario)),
    ...systems.map((entry) => ({ shelf: "systems" as const, entry, leftOut: OF_SYSTEMS })),
    ...pick("regions", places),
    ...pick("llms", served),
    ...pick("tokenMixes", served),
    ...pick("profiles", served),
    ...pick("sloClasses", served),
    ...pick("archetypes", archetypes),
    ...pick("accessPaths", new Set(Object.keys(inference?.accessPaths ?? {})), OF_PATHS),
  ];
}

/** Every name and text under `value`; an id is found among them wherever it stands. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === "string") into.add(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, into);
  else if (isObject(value))
    for (const [key, part] of Object.entries(value)) {
      into.add(key);
      collect(part, into);
    }
}
