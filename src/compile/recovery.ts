/** Checkpoints, recovery and interruptions by cause, resolved to seconds and rates. */
import type { InterruptionModel, JobSpec, RecoveryModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { CampaignSpec, Scenario } from "../scenario/schema.ts";
import { DAY } from "./context.ts";

type Checkpoint = Pick<
  JobSpec,
  "writeSeconds" | "intervalSeconds" | "intervalRule" | "async" | "stallSeconds" | "memory"
>;

export function checkpointOf(spec: CampaignSpec["checkpoint"]): Checkpoint {
  const { sizeGb, storeGbPerS, interval, memory } = spec;
  const fixed = typeof interval !== "string";
  return {
    writeSeconds:
      sizeGb === undefined || storeGbPerS === undefined
        ? valueOf(spec.writeSeconds)
        : valueOf(sizeGb) / valueOf(storeGbPerS),
    intervalSeconds: fixed ? valueOf(interval) : 0,
    intervalRule: fixed ? "optimum" : interval,
    async: spec.mode === "async",
    stallSeconds: spec.stallSeconds === undefined ? 0 : valueOf(spec.stallSeconds),
    memory: memory && {
      everySeconds: valueOf(memory.everySeconds),
      writeSeconds: memory.writeSeconds === undefined ? 0 : valueOf(memory.writeSeconds),
      survivesHosts: memory.survivesHosts,
    },
  };
}

export function recoveryOf(spec: CampaignSpec["recovery"]): RecoveryModel {
  if (spec === undefined || spec.by === "restart") return { by: "restart" };
  if (spec.by === "standby")
    return { by: "standby", chips: valueOf(spec.chips), swapSeconds: valueOf(spec.swapMinutes) * 60 };
  return {
    by: "replica",
    replicas: spec.replicas,
    pauseSeconds: valueOf(spec.pauseMinutes) * 60,
    rejoinSeconds: spec.rejoinMinutes === undefined ? -1 : valueOf(spec.rejoinMinutes) * 60,
  };
}

/** Rates per server-day -> per chip-second. The multiplier of failures leaves what is planned alone. */
export function compileInterruptions({ training, reliability }: Scenario): InterruptionModel[] {
  return Object.entries(training.interruptions ?? {}).map(([id, spec]) => ({
    id,
    name: spec.name ?? id,
    planned: spec.planned,
    perChipSecond:
      (valueOf(spec.perServerDay) * (spec.planned ? 1 : valueOf(reliability.multiplier))) /
      (spec.serverChips * DAY),
  }));
}
