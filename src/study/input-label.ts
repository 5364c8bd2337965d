/** What a number of a scenario is called where it stands alone: by its lever, or by words for its path. */
import { isObject } from "../scenario/merge-patch.ts";
import type { Scenario } from "../scenario/schema.ts";
import { getPath } from "../scenario/set-path.ts";

/** Whole paths. */
const PATHS: Readonly<Record<string, string>> = {
  "construction.slip.meanMonths": "Mean slip of sites",
  "construction.slip.medianMonths": "Median slip of sites",
  "construction.extraMonths": "Sites later by",
  "money.contract.usdPerGwYear": "Price of a GW-year",
  "money.contract.escalationPerYear": "Escalation of prices",
  "money.contract.fallsPerYearOfAge": "Fall of a chip-hour's price by age",
  "money.commitment.totalUsd": "Commitment",
  "money.commitment.discount": "Discount off spend that counts",
  "money.discount.perYear": "Discount rate",
  "money.costs.chipLifeYears": "Life of chips in the books",
  "money.costs.buildingUsdPerMw": "Building and power",
  "money.costs.buildingLifeYears": "Life of buildings",
  "money.costs.upkeepUsdPerMwYear": "Upkeep",
  "money.costs.paidBeforeMonths": "Chips paid ahead",
  "projection.cadenceMonths": "Time between generations",
  "projection.gainPerWatt": "Gain per watt of a generation",
  "fleet.refresh.ageYears": "Age at which chips are looked at",
  "fleet.refresh.leadTimeDays": "Lead time of a replacement",
  "fleet.refresh.retrofitMonths": "Time of a retrofit",
  "fleet.refresh.minGain": "Least gain of a replacement",
  "fleet.refresh.trainingWeight": "Weight of training in a replacement",
  "fleet.burnInHours": "Burn-in",
};

/** Last names. */
const FIELDS: Readonly<Record<string, string>> = {
  allInWatts: "all-in watts",
  purchaseUsd: "purchase price",
  listUsdPerChipHour: "list price",
  usdPerMwh: "price of energy",
  tenancyShare: "our share",
  buildingItMw: "size of a building",
  leadTimeDays: "lead time",
  volumeAfterMonths: "from availability to volume",
  everyDays: "days between batches",
  annualPue: "annual PUE",
  peakPue: "peak PUE",
  itMw: "IT power",
  delayMonths: "delay",
  mw: "MW",
  existing: "as it stands",
};

/** "Trainium4: all-in watts", "New Carlisle: our share"; the lever's own words where one moves it. */
export function inputLabel(scenario: Scenario, catalogue: unknown, keys: readonly string[]): string {
  const path = keys.join(".");
  const lever = Object.values(scenario.levers).find(
    (each) => each.path === path || each.path === `${path}.value`,
  );
  const known = lever?.label ?? PATHS[path];
  if (known !== undefined) return known;
  if (keys[0] === "catalogue") return `${nameAt({ catalogue }, keys.slice(0, 3))}: ${wordsOf(keys.slice(3))}`;
  const [top, group, item, third = ""] = keys;
  if (top === "money") {
    const chip = nameAt({ catalogue }, ["catalogue", "chips", keys.at(-1) ?? ""]);
    if (group === "contract" && item === "chipHours") return `${chip}: price of a chip-hour`;
    if (item === "chipUsd") return `${chip}: purchase price`;
    if (group === "energy" && item === "usdPerMwh")
      return `${nameAt({ catalogue }, ["catalogue", "regions", third])}: price of energy`;
    if (item === "buildingUsdPerMwBySite") return `${nameAt(scenario, ["sites", third])}: building and power`;
    return sentence(wordsOf(keys.slice(1)));
  }
  if (top === "deliveries") {
    const words: Readonly<Record<string, string>> = {
      months: "months to fill a hall",
      share: "part of a hall",
    };
    return `Delivery ${group ?? ""}: ${words[item ?? ""] ?? wordsOf(keys.slice(2))}`;
  }
  if (top === "chipSupply" && group === "ramps")
    return `${nameAt({ catalogue }, ["catalogue", "chips", item ?? ""])}: ${wordsOf(keys.slice(3))}`;
  // What has names by id: a site, a delivery, a campaign.
  for (let depth = keys.length - 1; depth >= 2; depth--) {
    const owner = getPath(scenario, keys.slice(0, depth).join("."));
    if (!isObject(owner) || (typeof owner["name"] !== "string" && depth > 2)) continue;
    return `${nameAt(scenario, keys.slice(0, depth))}: ${wordsOf(keys.slice(depth))}`;
  }
  return sentence(wordsOf(keys));
}

function nameAt(root: unknown, keys: readonly string[]): string {
  const owner = getPath(root, keys.join("."));
  const name = isObject(owner) ? owner["name"] : undefined;
  return typeof name === "string" ? name : sentence(wordsOf(keys.slice(-1)));
}

/** Names of groups that their members need not. */
const GROUPS = new Set(["phases", "value"]);

const wordsOf = (keys: readonly string[]): string =>
  keys
    .filter((key) => !GROUPS.has(key))
    .map(
      (key) =>
        FIELDS[key] ??
        key.replaceAll(/([a-z\d])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
    )
    .join(", ");

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
