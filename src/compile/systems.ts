/** UltraServers of the scenario with the facts of their chip, in base units. */
import { firstDayOf, hallTypesFor } from "../scenario/catalogue-lookup.ts";
import { baseValueOf } from "../scenario/catalogue-units.ts";
import type { Precision } from "../scenario/schema-serving.ts";
import type { Context } from "./context.ts";
import { projectedChip } from "./projection.ts";
import { siliconFor } from "./serving-chip.ts";
import type { Silicon } from "./serving-chip.ts";

export interface SystemFacts {
  readonly id: string;
  readonly chip: string;
  readonly chipName: string;
  readonly chips: number;
  readonly hosts: number;
  readonly wattsPerChip: number;
  readonly fitsAir: boolean;
  readonly fitsLiquid: boolean;
  readonly peakBf16: number;
  readonly peakFp8: number;
  readonly availableEpoch: number;
  readonly serving: (precision: Precision, attention: Precision) => Silicon;
}

/** Facts of every system that may be delivered; what is lacking is a fault that says what to state. */
export function compileSystems(context: Context): Map<string, SystemFacts> {
  const { deliveries, fleet } = context.scenario;
  const found = new Map<string, SystemFacts>();
  const named = Object.values(deliveries).flatMap((delivery) => [
    ...(delivery.system === undefined ? [] : [delivery.system]),
    ...(delivery.kind === "fill" ? (delivery.newestOf ?? []) : []),
  ]);
  for (const id of new Set([...named, ...(fleet.refresh?.systems ?? [])])) {
    const facts = factsOf(context, id);
    if (facts !== undefined) found.set(id, facts);
  }
  return found;
}

function factsOf(context: Context, id: string): SystemFacts | undefined {
  const { catalogue, faults } = context;
  const system = catalogue.systems[id];
  const listed = system && catalogue.chips[system.chip];
  if (system === undefined || listed === undefined) {
    faults.push(`deliveries name a system that is not in the catalogue (found ${id})`);
    return undefined;
  }
  const chip = projectedChip(context, listed);
  const lacks = (path: string, why: string): undefined => {
    faults.push(`catalogue.${path} is not published and is needed: ${why}; state your own`);
    return undefined;
  };
  const watts = chip.allInWatts?.value;
  if (watts === undefined) return lacks(`chips.${chip.id}.allInWatts`, "power decides how many fit");
  const hosts = system.hosts?.value;
  if (hosts === undefined) return lacks(`systems.${id}.hosts`, "hosts fail one by one");
  const halls = hallTypesFor(catalogue, system);
  if (halls === undefined) return lacks(`systems.${id}.rackKw and cooling`, "a hall must take it");
  if (halls.length === 0) {
    faults.push(`deliveries: no hall type takes ${id} (its racks need more than any hall's limit)`);
    return undefined;
  }
  const bf16 = chip.peakTflops.bf16;
  const fp8 = chip.peakTflops.fp8;
  return {
    id,
    chip: chip.id,
    chipName: chip.name,
    chips: system.chips.value,
    hosts,
    wattsPerChip: watts,
    fitsAir: halls.includes("air"),
    fitsLiquid: halls.includes("liquid"),
    peakBf16: bf16 === undefined ? 0 : baseValueOf(bf16),
    peakFp8: fp8 === undefined ? 0 : baseValueOf(fp8),
    availableEpoch: chip.available === undefined ? context.startEpoch : firstDayOf(chip.available.date),
    serving: (precision, attention) => siliconFor(chip, precision, attention),
  };
}
