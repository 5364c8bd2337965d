/** The fleet as planned: every delivery on its planned day, without slips, ceilings or failures. */
import type { Batch } from "./deliveries.ts";
import type { SystemFacts } from "./systems.ts";

export class PlannedFleet {
  private readonly batches: readonly Batch[];
  private readonly systems: ReadonlyMap<string, SystemFacts>;
  private readonly burnInSeconds: number;

  constructor(batches: readonly Batch[], systems: ReadonlyMap<string, SystemFacts>, burnInSeconds: number) {
    this.batches = batches;
    this.systems = systems;
    this.burnInSeconds = burnInSeconds;
  }

  /** Dense FLOP/s of all chips in service at a moment; a chip without the precision counts 0. */
  peakFlops(at: number, precision: "bf16" | "fp8"): number {
    let flops = 0;
    for (const batch of this.batches) {
      const facts = this.systems.get(batch.system);
      if (facts === undefined || this.readyAt(batch) > at) continue;
      flops += batch.us * facts.chips * (precision === "fp8" ? facts.peakFp8 : facts.peakBf16);
    }
    return flops;
  }

  /** Mean chips in service in a pool ("site/system") between two moments. */
  meanChips(pool: string, from: number, to: number): number {
    let chipSeconds = 0;
    for (const batch of this.batches) {
      if (`${batch.site}/${batch.system}` !== pool) continue;
      const chips = batch.us * (this.systems.get(batch.system)?.chips ?? 0);
      chipSeconds += chips * Math.max(0, to - Math.max(from, this.readyAt(batch)));
    }
    return chipSeconds / (to - from);
  }

  private readyAt(batch: Batch): number {
    return batch.since === undefined ? batch.planned + this.burnInSeconds : batch.planned;
  }
}
