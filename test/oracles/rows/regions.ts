// Where chips stand: five-gigawatts with a quarter of its serving capacity moved from the US to Europe and Asia.
import { catalogueOf, compileModel } from "../../../src/index.ts";
import { rttMsBetween } from "../../../src/scenario/catalogue-lookup.ts";
import { valueOf } from "../../../src/scenario/quantity.ts";
import { loadIn, peakIn, runFirstDays } from "../moved-capacity.ts";
import type { FirstDays } from "../moved-capacity.ts";
import { closeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const RTT =
  "AWS, p50 of the year to 29 May 2025: https://github.com/oaustegard/oaustegard.github.io/blob/main/web-utilities/aws-ping-p50-1y.json";
const AZURE = "weekly profiles by class: https://github.com/Azure/AzurePublicDataset";
const US = ["us-east-2", "us-mississippi"];
const AS_PLANNED = { europe: "eu-north-1", asia: "ap-southeast-4" };
/** Monday 00:00 UTC is hour 0 of a week: the run begins on Thursday 1 January 2026. */
const THURSDAY = 72;
const MOST_LOAD = 0.8;

const ttft = ({ result }: FirstDays, region: string): Float64Array | readonly number[] =>
  result.series.find(({ id }) => id === `latency.ttft-p50.${region}`)?.mean ?? [];

/** The median of the first token, before less after, in the hour where it is furthest from the round trip saved. */
function savedRow(
  id: string,
  name: string,
  demandRegion: "europe" | "asia",
  to: string,
  [before, after]: readonly [FirstDays, FirstDays],
): OracleRow {
  const catalogue = catalogueOf(before.scenario);
  const origin = before.scenario.inference?.regions[demandRegion]?.origin ?? "";
  const rtt = (where: string): number => rttMsBetween(catalogue, origin, where) ?? NaN;
  const expected = rtt("us-east-2") - rtt(to);
  const [was, is] = [ttft(before, demandRegion), ttft(after, demandRegion)];
  const loads: number[] = [];
  const saved: number[] = [];
  for (let hour = 0; hour < was.length; hour++) {
    const [there, here] = [loadIn(before.pools, US, hour), loadIn(after.pools, [to], hour)];
    if (!(Math.max(there, here) < MOST_LOAD)) continue;
    loads.push(there, here);
    saved.push(1000 * ((was[hour] ?? NaN) - (is[hour] ?? NaN)));
  }
  const furthest = saved.reduce(
    (a, b) => (Math.abs(b - expected) > Math.abs(a - expected) ? b : a),
    expected,
  );
  const median = saved.toSorted((a, b) => a - b)[saved.length >> 1] ?? NaN;
  const say = (value: number): string => value.toFixed(1);
  return closeRow({
    id,
    what: `Median time to the first token less that ${name}, ms: the furthest of ${saved.length} hours with both loads below ${MOST_LOAD}`,
    expected,
    simulated: saved.length > 300 ? furthest : NaN,
    within: 10,
    say,
    source: RTT,
    note: `The rest is the queue's: loads are ${Math.min(...loads).toFixed(2)} to ${Math.max(...loads).toFixed(2)}. In the median hour ${say(median)}.`,
  });
}

/** Peak of the whole over the sum of the peaks of its parts, chips, from the profiles alone. */
function pooledByProfiles({ scenario }: FirstDays): number {
  const { inference } = scenario;
  const { profiles } = catalogueOf(scenario);
  const rates = compileModel(scenario).pools[0]?.tokensPerSecond ?? [];
  const regions = Object.values(inference?.regions ?? {});
  const classes = Object.values(inference?.classes ?? {}).map(({ profile, share }, c) => {
    const { weekday, weekendFactor, utcOffsetHours } = profiles[profile] ?? {};
    const level = (hour: number): number =>
      (weekday?.values[hour % 24] ?? NaN) * (hour >= 120 ? (weekendFactor?.value ?? 1) : 1);
    const week = Array.from({ length: 168 }, (_, hour) => level(hour));
    const mean = week.reduce((a, b) => a + b, 0) / 168;
    return { chips: valueOf(share) / (rates[c] ?? NaN) / mean, week, ahead: utcOffsetHours ?? 0 };
  });
  const parts = regions.map(({ share, shiftHours }) =>
    Array.from({ length: 168 }, (_, hour) =>
      classes.reduce(
        (sum, { chips, week, ahead }) =>
          sum + valueOf(share) * chips * (week[(THURSDAY + hour - shiftHours + ahead + 168) % 168] ?? NaN),
        0,
      ),
    ),
  );
  const whole = Array.from({ length: 168 }, (_, hour) =>
    parts.reduce((sum, part) => sum + (part[hour] ?? NaN), 0),
  );
  return Math.max(...whole) / parts.reduce((sum, part) => sum + Math.max(...part), 0);
}

const capacityAbroad = ({ pools }: FirstDays): number => {
  const all = pools.reduce((sum, { delivered }) => sum + delivered, 0);
  return (
    pools.filter(({ region }) => !US.includes(region)).reduce((sum, pool) => sum + pool.delivered, 0) / all
  );
};

export const regions: OracleGroup = {
  id: "regions",
  title: "Where chips stand",
  about:
    "The first days of five-gigawatts, all chips in the US or a quarter of them in Europe and Asia: what is nearer, and what is no longer pooled.",
  rows: () => {
    const before = runFirstDays();
    const after = runFirstDays(AS_PLANNED);
    const tokyo = runFirstDays({ ...AS_PLANNED, asia: "ap-northeast-1" });
    const parts = [US, [AS_PLANNED.europe], [AS_PLANNED.asia]].map((where) => peakIn(after.pools, where));
    const least = before.result.series.find(({ id }) => id === "serving.least-replicas")?.mean ?? [];
    const pooled = pooledByProfiles(before);
    const note = `Chips busy at most: ${parts.map((chips) => Math.round(chips)).join(", ")} in the US, Europe and Asia.`;
    return [
      closeRow({
        id: "regions.quarter",
        what: "Part of the serving capacity that is moved",
        expected: 0.25,
        simulated: capacityAbroad(after),
        withinShare: 0.01,
        source: "what is asked of the comparison",
        note: "Training keeps the same share of every pool, so that serving capacity is moved as chips are.",
      }),
      savedRow(
        "regions.europe-ttft",
        "Europe has from Stockholm instead of Ohio",
        "europe",
        AS_PLANNED.europe,
        [before, after],
      ),
      savedRow(
        "regions.asia-ttft",
        "Asia (Tokyo) has from Melbourne instead of Ohio",
        "asia",
        AS_PLANNED.asia,
        [before, after],
      ),
      savedRow("regions.tokyo-ttft", "Asia has from Tokyo instead of Ohio", "asia", "ap-northeast-1", [
        before,
        tokyo,
      ]),
      closeRow({
        id: "regions.pooling",
        what: "Peak of chips busy, the whole in one place over the sum of the three parts",
        expected: pooled,
        simulated: peakIn(before.pools, US) / parts.reduce((sum, chips) => sum + chips, 0),
        withinShare: 0.01,
        source: AZURE,
        note,
      }),
      closeRow({
        id: "regions.least-replicas",
        what: "The same from the fewest whole instances that would have done in each hour",
        expected: pooled,
        simulated: Math.max(...least) / parts.reduce((sum, chips) => sum + chips, 0),
        withinShare: 0.01,
        source: AZURE,
      }),
    ];
  },
};
