// Outcomes made by hand: each test states only what it is about.
import { epochSeconds } from "../../src/engine/index.ts";
import type { CampaignRun, Outcome } from "../../src/index.ts";
import { monthsOf } from "../../src/study/monthly.ts";

const DAY = 86_400;
const START = epochSeconds("2026-01-01");

/** Two years from 2026-01-01. */
const HORIZON = 730 * DAY;

export function outcome(part: Partial<Outcome> = {}): Outcome {
  return {
    sample: 1,
    seed: 1,
    replication: 0,
    digest: "",
    startEpochSeconds: START,
    horizonSeconds: HORIZON,
    headlines: [],
    campaigns: [],
    months: monthsOf(START, HORIZON).names,
    series: [],
    monthly: {},
    reach: {},
    ...part,
  };
}

/** Run `run` of campaign `one`, ending and due so many days from the start; -1: not. */
export function run(number: number, endDay: number, deadlineDay: number): CampaignRun {
  return {
    id: `one-${number}`,
    campaign: "one",
    name: "One",
    run: number,
    submitSeconds: 0,
    startSeconds: 0,
    endSeconds: endDay < 0 ? -1 : endDay * DAY,
    deadlineSeconds: deadlineDay < 0 ? -1 : deadlineDay * DAY,
    state: endDay < 0 ? "running" : "done",
  };
}

export const headline = (id: string, value: number): Outcome["headlines"][number] => ({
  id,
  label: id,
  value,
  unit: "MW",
  illustrative: false,
});

/** A month's worth of a series: 24 of them from what each month has. */
export const monthly = (valueOf: (month: number) => number): Float64Array =>
  Float64Array.from({ length: 24 }, (_, month) => valueOf(month));
