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

/** Nothing reads the watts of the bare package. */
const OF_CHIPS = ["tdpWatts"];
/** Rack power decides whether a hall can take a system at all: that is a fact of its design and no spread. */
const OF_SYSTEMS = ["systemKw", "rackKw", "claims"];
/** Only money reads what a seller keeps. */
const ofPaths = ({ money }: Scenario): readonly string[] => (money === undefined ? ["resellerShare"] : []);

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
    leftOut: (id: string) => readonly string[] = () => [],
  ): UsedEntry[] =>
    Object.values<CatalogueEntry>(catalogue[shelf])
      .filter(({ id }) => ids.has(id))
      .map((entry) => ({ shelf, entry, leftOut: leftOut(entry.id) }));
  const ofChips = projected(scenario) ? [...OF_CHIPS, "projection"] : OF_CHIPS;
  const brought = new Set(systems.map(({ chip }) => chip));
  const chips = Object.values(catalogue.chips).filter(({ id }) => brought.has(id));
  return [
    ...pick("chips", hardware, (id) => [...ofChips, ...pricesNotRead(scenario, chips, id)]),
    ...systems.map((entry) => ({ shelf: "systems" as const, entry, leftOut: OF_SYSTEMS })),
    ...pick("regions", places, (id) => energyNotRead(scenario, id)),
    ...pick("llms", served),
    ...pick("tokenMixes", served),
    ...pick("profiles", served),
    ...pick("sloClasses", served),
    ...pick("archetypes", archetypes),
    ...pick("accessPaths", new Set(Object.keys(inference?.accessPaths ?? {})), () => ofPaths(scenario)),
  ];
}

/** Prices of a chip that money does not read, or that the scenario states itself. */
function pricesNotRead(
  { money }: Scenario,
  brought: readonly Catalogue["chips"][string][],
  id: string,
): readonly string[] {
  const { costs, contract } = money ?? {};
  // A projected chip is bought at the price per watt of the one it starts from.
  const bought = brought.some(
    (chip) => (chip.id === id || chip.projection?.from === id) && costs?.chipUsd[chip.id] === undefined,
  );
  const hours = contract?.chipHours;
  const listed = hours !== undefined && hours.by !== "stated" && hours.usd[id] === undefined;
  return [
    ...(costs !== undefined && bought ? [] : ["purchaseUsd"]),
    ...(listed ? [] : ["listUsdPerChipHour"]),
  ];
}

/** Only money reads what energy costs, where sites stand and nothing else is stated. */
function energyNotRead({ money, sites }: Scenario, region: string): readonly string[] {
  const read =
    money !== undefined &&
    money.energy?.usdPerMwh[region] === undefined &&
    Object.values(sites).some((site) => site.region === region);
  return read ? [] : ["usdPerMwh"];
}

/** Gain and cadence are the scenario's own: those of the catalogue are not read. */
const projected = ({ projection }: Scenario): boolean =>
  projection?.gainPerWatt !== undefined && projection.cadenceMonths !== undefined;

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
