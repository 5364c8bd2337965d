// Scenarios that once broke the ledger, or that alone reach a transition: small worlds with one story each.
import type { ScenarioInput } from "../../src/scenario/index.ts";

const base = {
  id: "hunted",
  title: "Hunted",
  start: "2026-01-05",
  end: "2026-02-04",
  binHours: 6,
  seed: 1,
  fleet: { burnInHours: 24 },
  reliability: {
    hazards: { chipPerHour: 1.262e-5, hostPerHour: 3.994e-5, fabricPerHour: 1.055e-4, jobPerHour: 0.002 },
    multiplier: 5,
    repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
    recoveryMinutes: { "2026-01-05": 10 },
  },
} as const satisfies Partial<ScenarioInput>;

const hall = { region: "us-east-2", phases: { a: { date: "2026-01-05", itMw: 3, hall: "air" } } } as const;
const batch = { kind: "batch", site: "campus", system: "trn2-ultraserver", date: "2026-01-05", chips: 2048 } as const;

/** Two thirds of the fleet in one elastic gang, demand that rises by day and takes chips from it. */
const sharing = {
  ...base,
  sites: { campus: hall },
  deliveries: { first: batch },
  training: { campaigns: { gang: { start: "2026-01-07", maxShare: 0.9, minShareOfMax: 0.3, days: 20, mfu: 0.4, checkpoint: { writeSeconds: 300, interval: 3000 } } } },
  inference: {
    llm: "llama-3-8b",
    instanceChips: 16,
    derate: { production: 0.68, containsHeadroom: 0.85, containsRepairs: 0.985 },
    from: "2026-01-05",
    outputTokensPerSecond: 400_000,
    growth: { perYear: 1.5, finalPerYear: 1.1, decayYears: 1 },
    classes: { office: { share: 1, profile: "office", tokenMix: "office" } },
    regions: { home: { share: 1, origin: "us-east-1" } },
  },
} as const satisfies ScenarioInput;

export const HUNTED: Readonly<Record<string, ScenarioInput>> = {
  sharing,
};
