// What the generators of random scenarios share: dates, even numbers, keyed lists, systems that fit.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";

export type Part<K extends keyof ScenarioInput> = NonNullable<ScenarioInput[K]>;
export type SiteInput = Part<"sites">[string];
export type DeliveryInput = Part<"deliveries">[string];
export type TrainingInput = Part<"training">;
export type CampaignInput = NonNullable<TrainingInput["campaigns"]>[string];

const START = Date.parse("2026-01-05");
const DAY_MS = 86_400_000;
export const dateAt = (day: number): string => new Date(START + day * DAY_MS).toISOString().slice(0, 10);
export const dayOf = (date: string): number => (Date.parse(date) - START) / DAY_MS;

// Plain numbers, spread evenly: fc.double would draw mostly vanishing ones.
export const whole = (min: number, max: number): fc.Arbitrary<number> => fc.noBias(fc.integer({ min, max }));
export const number = (min: number, max: number): fc.Arbitrary<number> =>
  whole(0, 10_000).map((i) => min + ((max - min) * i) / 10_000);
export const keyed = <T>(prefix: string, list: readonly T[]): Record<string, T> =>
  Object.fromEntries(list.map((value, i) => [`${prefix}-${i}`, value]));
/** Absent once in `freq` + 1 draws. */
export const optional = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: freq + 1 });

/** Systems a hall can take, with their chips; an air-cooled one fits a liquid hall too. */
export const AIR: Readonly<Record<string, number>> = {
  "trn2-ultraserver": 64,
  trn2: 16,
  "trn3-gen1": 64,
  trn1: 16,
  "dgx-h100": 8,
  inf2: 12,
};
export const LIQUID: Readonly<Record<string, number>> = { "trn3-gen2": 144 };
