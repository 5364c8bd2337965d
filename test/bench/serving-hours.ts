// The hour loop of serving for ten years of 6 regions x 4 classes x 4 models, apart from the rest of a run: demand, routing
// home first, waiting, the autoscaler, latency and all that is recorded. Chips are always there, so nothing else happens.
import { Recorder, hourOfWeek } from "../../src/engine/index.ts";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import type { Model } from "../../src/index.ts";
import { LatencyHours } from "../../src/inference/latency-hours.ts";
import { Serving } from "../../src/inference/serving.ts";
import { EventLog } from "../../src/ledger/event-log.ts";
import { extremesOf, layOut } from "../../src/run/channels.ts";
import type { FleetRow } from "./fleet.ts";

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-southeast-2"];
const YEARS = 10;
/** Chips a pool always has: two of six have too few for their own region at its peak, and what they lack goes elsewhere. */
const ROOM = [400_000, 300_000, 200_000, 60_000, 60_000, 150_000];

/** A site and a demand region in each of six regions of the world; three further models over the years. */
export function servingModel(foresightHours = 0): Model {
  const each = <T>(make: (region: string, index: number) => T): Record<string, T> =>
    Object.fromEntries(REGIONS.map((region, index) => [region, make(region, index)]));
  const klass = (profile: string, tokenMix: string, more: object): object => ({
    share: 0.25,
    profile,
    tokenMix,
    ...more,
  });
  const model = (from: string): object => ({ llm: "deepseek-v3", from, rampDays: 90, adoption: 0.8 });
  const scenario = loadScenarioOrThrow({
    id: "serving-hours",
    title: "Hour loop",
    start: "2026-01-01",
    end: `${2026 + YEARS}-01-01`,
    binHours: 168,
    sites: each((region) => ({
      name: region,
      region,
      phases: { all: { date: "2026-01-01", itMw: 100, hall: "air" } },
    })),
    deliveries: each((site) => ({
      kind: "batch",
      site,
      system: "trn2-ultraserver",
      date: "2026-01-01",
      chips: 128,
    })),
    reliability: loadScenarioOrThrow("first-campus").reliability,
    inference: {
      llm: "deepseek-v3",
      derate: { production: 0.68, containsHeadroom: 0.85, containsRepairs: 0.985 },
      from: "2026-01-01",
      outputTokensPerSecond: 2e8,
      growth: { perYear: 1.2, finalPerYear: 1.05, decayYears: 2 },
      models: { second: model("2028-01-01"), third: model("2030-01-01"), fourth: model("2032-01-01") },
      routing: { spill: "slo" },
      latency: {},
      autoscaler: { leadMinutes: 10, foresightHours, holdHours: 1 },
      classes: {
        chat: klass("chat-world", "chat", { newSessionShare: 0.5 }),
        office: klass("office", "office", { newSessionShare: 0.5 }),
        agents: klass("code", "coding-agent", { newSessionShare: 0.2 }),
        batch: klass("flat", "batch", { waitHours: 24 }),
      },
      regions: each((origin, index) => ({
        origin,
        share: [0.3, 0.2, 0.2, 0.1, 0.1, 0.1][index] ?? 0,
        shiftHours: [0, 3, -6, -7, -14, -15][index] ?? 0,
        keepsData: 0.1,
      })),
    },
  });
  return compileModel(scenario);
}

/** Serving alone, over a fleet that never changes. */
export function servingAlone(model: Model): Serving {
  const { demand } = model;
  if (demand?.latency === undefined) throw new Error("the scenario has no demand, or no latency");
  const channels = layOut(model);
  const recorder = new Recorder({
    endSeconds: model.horizonSeconds,
    binSeconds: model.binSeconds,
    channels: channels.count,
    extremes: extremesOf(model, channels),
    profile: { channels: [], startEpochSeconds: model.startEpochSeconds },
  });
  return new Serving(
    {
      model,
      recorder,
      log: new EventLog(),
      channels,
      startHourOfWeek: hourOfWeek(model.startEpochSeconds),
      latency: new LatencyHours(demand, demand.latency, model.pools.length),
      standing: () => true,
      room: (pool) => ROOM[pool] ?? 0,
      preemptible: () => 0,
      preempt: () => 0,
      overdrawn: () => 0,
      startChips: () => undefined,
      touch: () => undefined,
    },
    demand,
  );
}

const REPEATS = 5;

/** CPU seconds of the hour loop, from the first hour to the last: the middle of several. */
function hourLoopSeconds(model: Model): number {
  const found = Array.from({ length: REPEATS }, () => {
    const serving = servingAlone(model);
    const before = process.cpuUsage();
    for (let now = 0; now < model.horizonSeconds; now += 3600) serving.hour(now);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return found.toSorted((a, b) => a - b)[REPEATS >> 1] ?? NaN;
}

const NAME = "serving alone: 10 years x 6 regions x 4 classes x 4 models";

export function servingRows(): FleetRow[] {
  const unit = "s CPU";
  return [
    { name: NAME, found: hourLoopSeconds(servingModel()), limit: 1, unit },
    // What is to come is routed like an hour of its own.
    { name: "the same with an hour's foresight", found: hourLoopSeconds(servingModel(1)), limit: 2, unit },
  ];
}
