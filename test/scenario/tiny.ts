// A small sound scenario that tests break in one place at a time.
import type { ScenarioInput } from "../../src/scenario/index.ts";

export const tiny = {
  id: "tiny",
  title: "Tiny",
  start: "2026-01-01",
  end: "2027-01-01",
  sites: {
    campus: {
      region: "us-east-2",
      phases: {
        a: { date: "2026-01-01", itMw: 12, hall: "air" },
        b: { date: "2026-07-01", itMw: 20, hall: "liquid" },
      },
    },
  },
  deliveries: {
    first: {
      kind: "ramp",
      site: "campus",
      from: "2026-01-01",
      to: "2026-06-01",
      system: "trn2-ultraserver",
      chips: 8000,
    },
  },
  reliability: {
    hazards: { chipPerHour: 1e-5, hostPerHour: 5e-5, fabricPerHour: 1e-4, jobPerHour: 1e-3 },
    repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 24 },
    recoveryMinutes: { "2026-01-01": 10 },
  },
  training: {
    campaigns: { one: { start: "2026-02-01", maxChips: 2048, days: 30, mfu: 0.4 } },
    streams: {},
  },
  inference: {
    llm: "deepseek-v3",
    derate: { production: 0.5, containsHeadroom: 0.7, containsRepairs: 0.95 },
    from: "2026-01-01",
    outputTokensPerSecond: 1e5,
    growth: { perYear: 4, finalPerYear: 1.25, decayYears: 2 },
    classes: { chat: { share: 1, profile: "chat-world", tokenMix: "chat" } },
    regions: { home: { share: 1, origin: "us-east-2" } },
  },
  levers: {
    tenancy: {
      label: "Our share of the campus",
      group: "assumption",
      path: "sites.campus.tenancyShare",
      unit: "share",
      min: 0,
      max: 1,
      step: 0.05,
      help: "What is left after other tenants.",
    },
  },
} as const satisfies ScenarioInput;
