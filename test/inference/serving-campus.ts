// A pool that serves a stated curve and nothing goes wrong: what an autoscaler and a sharing policy do stands alone.
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { dateAt } from "../run/random-parts.ts";

export interface Curve {
  /** Output tokens/s by hour; whole days of them. */
  readonly tokens: readonly number[];
  readonly chips: number;
  readonly inference?: object;
  readonly sharing?: object;
  readonly training?: object;
}

/** dgx-h100 of 8 chips, all in service from the first hour on. */
export function campus({ tokens, chips, inference, sharing, training }: Curve): ScenarioInput {
  const days = Math.ceil(tokens.length / 24);
  return {
    id: "curve",
    title: "A curve",
    start: dateAt(0),
    end: dateAt(days),
    binHours: 1,
    seed: 1,
    construction: { slip: { kind: "none" } },
    sites: {
      hall: { region: "us-east-2", phases: { only: { date: dateAt(0), itMw: 500, hall: "air" } } },
    },
    deliveries: { all: { kind: "batch", site: "hall", system: "dgx-h100", date: dateAt(0), chips } },
    fleet: { burnInHours: 0 },
    reliability: {
      hazards: { chipPerHour: 1e-6, hostPerHour: 1e-6, fabricPerHour: 1e-6, jobPerHour: 0 },
      multiplier: 0,
      repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
      recoveryMinutes: { [dateAt(0)]: 10 },
      restartsCanFail: false,
    },
    training: { campaigns: {}, streams: {}, campusMfuFactor: 1, ...training },
    inference: {
      llm: "llama-3-70b",
      instanceChips: 8,
      derate: { production: 1, containsHeadroom: 1, containsRepairs: 1 },
      utilisationCap: 1,
      from: dateAt(0),
      outputTokensPerSecond: 0,
      growth: { perYear: 1, finalPerYear: 1, decayYears: 1 },
      classes: { chat: { share: 1, profile: "chat-world", tokenMix: "chat" } },
      regions: { world: { share: 1, origin: "us-east-1" } },
      hourly: tokens.map((tokensPerSecond, h) => ({
        start: `${dateAt(Math.floor(h / 24))}T${String(h % 24).padStart(2, "0")}:00Z`,
        region: "world",
        class: "chat",
        tokensPerSecond,
      })),
      ...inference,
    },
    ...(sharing === undefined ? {} : { sharing }),
  };
}

export const runCurve = (curve: Curve, patch: object = {}): Result =>
  simulateSync(loadScenarioOrThrow(campus(curve), { patch }));

/** Output tokens/s of one chip of the campus at full load. */
export function ratePerChip(): number {
  const result = runCurve({ tokens: Array.from({ length: 24 }, () => 1000), chips: 800 });
  const serving = result.series.find(({ id }) => id === "serving.chips")?.mean[5] ?? NaN;
  return 1000 / serving;
}
