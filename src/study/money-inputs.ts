/** The numbers with a range whose ends are looked at one by one, and which of the drawn ones are money's own. */
import { catalogueOf } from "../scenario/catalogue-patch.ts";
import { CONFIDENCES } from "../scenario/quantity.ts";
import type { Origin } from "../scenario/quantity.ts";
import type { Scenario } from "../scenario/schema.ts";
import { inputLabel } from "./input-label.ts";
import { inputsWithEnds } from "./ranged-inputs.ts";
import type { RangedInput } from "./ranged-inputs.ts";
import { withValues } from "./sample-inputs.ts";

/** One number, or several that one lever sets. */
export interface SwingInput {
  readonly id: string;
  readonly label: string;
  readonly inputs: readonly RangedInput[];
  readonly confidence: Origin;
}

/** Of the catalogue: read when money is settled, and by nothing else. */
const PRICES = new Set([
  "purchaseUsd",
  "listUsdPerChipHour",
  "usdPerMwh",
  "gridGramsCo2PerKwh",
  "waterLitresPerKwh",
]);

/** A change of it changes no event of a run. */
export const isMoney = ({ keys }: Pick<RangedInput, "keys">): boolean =>
  keys[0] === "money" || (keys[0] === "catalogue" && PRICES.has(keys[3] ?? ""));

/** In the order of the scenario; numbers that one lever sets together are one, at the place of the first. */
export function swingInputs(scenario: Scenario): readonly SwingInput[] {
  const all = inputsWithEnds(scenario);
  const catalogue = catalogueOf(scenario);
  const levers = Object.entries(scenario.levers).map(([id, { label, path }]) => ({
    id,
    label,
    paths: new Set(path.split(" ").map((each) => each.replace(/\.value$/, ""))),
  }));
  const taken = new Set<string>();
  return all.flatMap((input): SwingInput[] => {
    if (taken.has(input.path)) return [];
    const lever = levers.find(({ paths }) => paths.size > 1 && paths.has(input.path));
    const inputs = lever === undefined ? [input] : all.filter(({ path }) => lever.paths.has(path));
    for (const { path } of inputs) taken.add(path);
    const alone = inputs.length === 1 || lever === undefined;
    return [
      {
        id: alone ? input.path : `lever.${lever.id}`,
        label: alone ? inputLabel(scenario, catalogue, input.keys) : lever.label,
        inputs,
        confidence: worstOf(inputs),
      },
    ];
  });
}

/** The scenario with the numbers of a row at one of their ends. */
export const atEnd = (scenario: Scenario, { inputs }: SwingInput, end: "low" | "high"): Scenario =>
  withValues(scenario, inputs, new Map(inputs.map(({ path, spread }) => [path, spread[end]]))).scenario;

/** A number without a source is the user's own: it counts as assumed, and is named apart. */
function worstOf(inputs: readonly RangedInput[]): Origin {
  let worst: Origin = "measured";
  const rank = (origin: Origin): number =>
    origin === "yours" ? CONFIDENCES.length : CONFIDENCES.indexOf(origin);
  for (const { written } of inputs) {
    const origin = CONFIDENCES.find((each) => each === written["confidence"]) ?? "yours";
    if (rank(origin) > rank(worst)) worst = origin;
  }
  return worst;
}
