/**
 * The world as data, read and cross-checked. `parseCatalogue` takes the files of models/ by path and gives
 * them back by kind and id; it reports every fault at once.
 */
import { crossFaults } from "./catalogue-rules.ts";
import { CatalogueEntry } from "./catalogue-schema.ts";
import type {
  AccessPath,
  Archetype,
  Chip,
  DemandProfile,
  HallType,
  Llm,
  PriceList,
  Region,
  Reliability,
  Site,
  SloClass,
  System,
  TokenMix,
  UnitSeries,
  WattsByState,
} from "./catalogue-schema.ts";
import { IssueList, formatIssue } from "./issues.ts";
import { addZodIssues } from "./zod-issues.ts";

type ById<Entry> = Readonly<Record<string, Entry>>;

/** Everything under models/ but scenarios, by id. */
export interface Catalogue {
  readonly chips: ById<Chip>;
  readonly systems: ById<System>;
  readonly hallTypes: ById<HallType>;
  readonly regions: ById<Region>;
  readonly sites: ById<Site>;
  readonly llms: ById<Llm>;
  readonly profiles: ById<DemandProfile>;
  readonly tokenMixes: ById<TokenMix>;
  readonly sloClasses: ById<SloClass>;
  readonly archetypes: ById<Archetype>;
  readonly accessPaths: ById<AccessPath>;
  readonly prices: ById<PriceList>;
  readonly reliability: ById<Reliability>;
  readonly wattsByState: ById<WattsByState>;
  readonly units: ById<UnitSeries>;
}

/** A catalogue that cannot be used; `faults` holds one line each. */
export class CatalogueError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`the catalogue has ${faults.length} fault${faults.length === 1 ? "" : "s"}:\n${faults.join("\n")}`);
    this.name = "CatalogueError";
    this.faults = faults;
  }
}

type Mutable = { -readonly [Kind in keyof Catalogue]: Record<string, Catalogue[Kind][string]> };

const emptyShelf = <Entry>(): Record<string, Entry> => ({});

const put = (into: Mutable, entry: CatalogueEntry): boolean => {
  const add = <Entry extends { readonly id: string }>(shelf: Record<string, Entry>, item: Entry): boolean => {
    if (Object.hasOwn(shelf, item.id)) return false;
    shelf[item.id] = item;
    return true;
  };
  switch (entry.kind) {
    case "chip":
      return add(into.chips, entry);
    case "system":
      return add(into.systems, entry);
    case "hall-type":
      return add(into.hallTypes, entry);
    case "region":
      return add(into.regions, entry);
    case "site":
      return add(into.sites, entry);
    case "llm":
      return add(into.llms, entry);
    case "demand-profile":
      return add(into.profiles, entry);
    case "token-mix":
      return add(into.tokenMixes, entry);
    case "slo-class":
      return add(into.sloClasses, entry);
    case "archetype":
      return add(into.archetypes, entry);
    case "access-path":
      return add(into.accessPaths, entry);
    case "price-list":
      return add(into.prices, entry);
    case "reliability":
      return add(into.reliability, entry);
    case "watts-by-state":
      return add(into.wattsByState, entry);
    case "unit-series":
      return add(into.units, entry);
  }
};

/**
 * Reads `raw`: file path under models/ -> what the file holds.
 * @throws CatalogueError with every fault, each with its file, path, rule and found value
 */
export const parseCatalogue = (raw: unknown): Catalogue => {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw new CatalogueError(["the catalogue must be an object of files by path"]);
  const faults: string[] = [];
  const catalogue: Mutable = {
    chips: emptyShelf(),
    systems: emptyShelf(),
    hallTypes: emptyShelf(),
    regions: emptyShelf(),
    sites: emptyShelf(),
    llms: emptyShelf(),
    profiles: emptyShelf(),
    tokenMixes: emptyShelf(),
    sloClasses: emptyShelf(),
    archetypes: emptyShelf(),
    accessPaths: emptyShelf(),
    prices: emptyShelf(),
    reliability: emptyShelf(),
    wattsByState: emptyShelf(),
    units: emptyShelf(),
  };
  for (const [file, content] of Object.entries(raw)) {
    const parsed = CatalogueEntry.safeParse(content);
    if (!parsed.success) {
      const list = new IssueList();
      addZodIssues(list, CatalogueEntry, content, parsed.error.issues);
      faults.push(...list.issues.map((issue) => `${file}: ${formatIssue(issue)}`));
    } else if (!put(catalogue, parsed.data))
      faults.push(`${file}: id must be the only one of its kind (found "${parsed.data.id}" again)`);
  }
  // References are worth checking only among entries that could be read.
  if (faults.length === 0) faults.push(...crossFaults(catalogue));
  if (faults.length > 0) throw new CatalogueError(faults);
  return catalogue;
};
