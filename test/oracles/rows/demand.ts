// Demand: measured weeks replayed through a run, what pooling regions saves, growth that decays, and the arithmetic of a
// provider's published day.
import { growthFactor } from "../../../src/inference/demand.ts";
import { costPerMillion, revenuePerMillion } from "../../../src/inference/price.ts";
import { DEEPSEEK_DAY as DAY, DEEPSEEK_INCOME } from "../deepseek-day.ts";
import { columnsOf, poolingGain, profiled, replayed, shapeOf } from "../demand-weeks.ts";
import type { Place } from "../demand-weeks.ts";
import { closeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const AZURE =
  "https://github.com/Azure/AzurePublicDataset, May 2024 (CC-BY 4.0; DynamoLLM), digitised by the hour";
const OFFICE = "https://github.com/shashwatj07/SageServe, model C, November 2024 (MIT), read from its figure";
const NEEDS = "the weeks by the hour (Azure 2024, SageServe)";

type Close = Parameters<typeof closeRow>[0];

/** A row of a trace; not run where it is not at hand. */
function ofTrace(there: boolean, row: Close): OracleRow {
  const compared = closeRow({ ...row, needs: NEEDS });
  return there ? compared : { ...compared, simulated: "", verdict: "not run" };
}

const numbers = (
  columns: ReadonlyMap<string, readonly string[]> | undefined,
  name: string,
): readonly number[] => (columns?.get(name) ?? Array.from({ length: 24 }, () => "1")).map(Number);

const requestsPerHour = (requests: readonly number[], tokens: number): readonly number[] =>
  requests.map((count) => (count * tokens) / 3600);

const PLACES: readonly (readonly [id: string, what: string, places: readonly Place[]])[] = [
  ["thirds", "equal thirds 8 hours apart", [0, 8, 16].map((ahead) => ({ share: 1 / 3, ahead }))],
  [
    "50-25-25",
    "50, 25 and 25 % at 0, 6 and 14 hours",
    [0, 6, 14].map((ahead, i) => ({ share: [0.5, 0.25, 0.25][i] ?? 0, ahead })),
  ],
  [
    "60-25-15",
    "60, 25 and 15 % at 0, 6 and 14 hours",
    [0, 6, 14].map((ahead, i) => ({ share: [0.6, 0.25, 0.15][i] ?? 0, ahead })),
  ],
];

function weekRows(): readonly OracleRow[] {
  const azure = columnsOf("azure2024-week-hourly.csv");
  const weeks = [
    { id: "code", what: "code", start: "2024-05-10", tokens: 28, figures: [3.0, 0.097, 0.32] },
    { id: "conv", what: "conversation", start: "2024-05-12", tokens: 211, figures: [1.65, 0.47, 0.57] },
  ] as const;
  return weeks.flatMap(({ id, what, start, tokens, figures: [peak, trough, weekend] }) => {
    const shape = shapeOf(replayed(start, requestsPerHour(numbers(azure, `${id}_requests`), tokens)));
    const row = (part: string, name: string, expected: number, simulated: number): OracleRow =>
      ofTrace(azure !== undefined, {
        id: `demand.azure-${id}-${part}`,
        what: `Azure's ${what} week replayed through a run: ${name} of tokens served`,
        expected,
        simulated,
        withinShare: part === "weekend" ? 0.02 : 0.01,
        source: AZURE,
      });
    return [
      row("peak", "peak over mean", peak, shape.peak),
      row("trough", "trough over mean", trough, shape.trough),
      row("weekend", "a weekend day over a weekday", weekend, shape.weekend),
    ];
  });
}

/** Points of capacity that one pool saves, by who is where. */
const GAINS = {
  code: [51, 33, 26],
  office: [51, 35, 28],
  consumer: [19, 4, 4],
} as const;

function poolingRows(): readonly OracleRow[] {
  const azure = columnsOf("azure2024-week-hourly.csv");
  const code = requestsPerHour(numbers(azure, "code_requests"), 28);
  const thirds = PLACES[0]?.[2] ?? [];
  const office = columnsOf("sageserve-o365-week-hourly-normalised.csv");
  const traces = [
    {
      id: "code",
      there: azure !== undefined,
      start: "2024-05-10",
      tokens: code,
      source: AZURE,
    },
    {
      id: "office",
      there: office !== undefined,
      start: "2024-11-04",
      tokens: numbers(office, "modelC_prompt_tokens_norm").map((x) => 1000 * x),
      source: OFFICE,
    },
    { id: "consumer", there: true, start: "2025-02-27", tokens: DEEPSEEK_INCOME, source: DAY.source },
  ] as const;
  const pooledPeak = ofTrace(azure !== undefined, {
    id: "demand.pooled-peak-code",
    what: "Azure's code week in equal thirds 8 hours apart, served from one pool: peak over mean",
    expected: 1.464,
    simulated: shapeOf(replayed("2024-05-10", code, thirds)).peak,
    withinShare: 0.01,
    source: `${AZURE}; worked by a second program`,
  });
  const gains = traces.flatMap(({ id, there, start, tokens, source }) =>
    PLACES.map(([place, what, places], k) => {
      const row: Close = {
        id: `demand.pooling-${id}-${place}`,
        what: `Capacity that one pool saves over one for each place, ${id} demand, ${what}`,
        expected: GAINS[id][k] ?? NaN,
        simulated: 100 * poolingGain(replayed(start, tokens, places)),
        within: 1,
        unit: "%",
        tolerance: "within 1 point",
        say: (value) => value.toFixed(1),
        source: `${source}; 1 - pooled peak / sum of peaks, worked by a second program`,
      };
      return id === "consumer" ? closeRow(row) : ofTrace(there, row);
    }),
  );
  return [pooledPeak, ...gains];
}

const SOURCES = { code: AZURE, office: OFFICE, consumer: DAY.source } as const;

/** The same from the catalogue's profiles: 24 weekday hours and a weekend level, whose highest weekday is its average one. */
function profileRows(): readonly OracleRow[] {
  const ids = { code: "code", office: "office", consumer: "consumer-china" } as const;
  return (["code", "office", "consumer"] as const).flatMap((id) => {
    return PLACES.map(([place, what, places], k) =>
      closeRow({
        id: `demand.pooling-profile-${id}-${place}`,
        what: `Capacity that one pool saves, preset profile ${ids[id]}, ${what}`,
        expected: GAINS[id][k] ?? NaN,
        simulated: 100 * poolingGain(profiled(ids[id], places)),
        within: 4,
        unit: "%",
        tolerance: "within 4 points",
        say: (value) => value.toFixed(1),
        source: SOURCES[id],
        note: "A profile's highest weekday is its average one, so that its peak is lower than the week's: the gain differs by up to 3 points.",
      }),
    );
  });
}

const growthRows = (): readonly OracleRow[] =>
  (
    [
      [5, 38.9],
      [10, 146.3],
    ] as const
  ).map(([years, expected]) =>
    closeRow({
      id: `demand.growth-${years}`,
      what: `Demand after ${years} years over the first day's: 5 a year at first, 1.25 in the long run, time constant 2 years`,
      expected,
      simulated: growthFactor(years, Math.log(5), Math.log(1.25), 2),
      withinShare: 0.001,
      source: "exp(g t + (g0 - g) T (1 - exp(-t / T))), worked by hand",
    }),
  );

function dayRows(): readonly OracleRow[] {
  const nodesFor = (tokens: number, perNode: number): number => tokens / 86_400 / perNode;
  const [prefill, decode] = [
    nodesFor(DAY.inputTokens, DAY.prefillPerNode),
    nodesFor(DAY.outputTokens, DAY.decodePerNode),
  ];
  const tokens = DAY.inputTokens + DAY.outputTokens;
  const nodes = prefill + decode;
  const cost = nodes * DAY.chipsPerNode * 24 * DAY.usdPerChipHour;
  const perChip = (perNode: number): number => perNode / DAY.chipsPerNode;
  const revenue =
    (revenuePerMillion(
      {
        input: DAY.price.input,
        output: DAY.price.output,
        cacheWrite: 1,
        cacheRead: DAY.price.cached / DAY.price.input,
      },
      DAY.inputTokens / DAY.outputTokens,
      DAY.cachedTokens / DAY.inputTokens,
    ) *
      tokens) /
    1e6;
  const row = (id: string, what: string, expected: number, simulated: number, unit = "USD"): OracleRow =>
    closeRow({
      id: `demand.deepseek-${id}`,
      what: `DeepSeek's day: ${what}`,
      expected,
      simulated,
      withinShare: 0.001,
      unit,
      source: DAY.source,
    });
  return [
    row("nodes-prefill", "nodes for prefill at 73,700 tokens/s each", 95.48, prefill, "nodes"),
    row("nodes-decode", "nodes for decode at 14,800 tokens/s each", 131.38, decode, "nodes"),
    row("nodes", "nodes for both, beside the published mean", DAY.nodes, nodes, "nodes"),
    row("cost", "cost of those nodes at 2 USD a chip-hour", DAY.costUsd, cost),
    row("revenue", "income at R1's prices", DAY.revenueUsd, revenue),
    closeRow({
      id: "demand.deepseek-decode-cost",
      what: "DeepSeek's day: a million output tokens, decode alone",
      expected: 0.3,
      simulated: costPerMillion(DAY.usdPerChipHour, perChip(DAY.decodePerNode), 1),
      withinShare: 0.002,
      unit: "USD",
      source: DAY.source,
    }),
    row(
      "prefill-cost",
      "a million input tokens, cached ones too",
      0.0603,
      costPerMillion(DAY.usdPerChipHour, perChip(DAY.prefillPerNode), 1),
    ),
    row(
      "blended-cost",
      "a million tokens of either kind",
      DAY.costUsd / (tokens / 1e6),
      costPerMillion(DAY.usdPerChipHour, tokens / 86_400 / (nodes * DAY.chipsPerNode), 1),
    ),
  ];
}

export const demand: OracleGroup = {
  id: "demand",
  title: "Demand",
  about:
    "Measured weeks replayed through a run with chips enough, what one pool for several places saves, growth that decays, and the arithmetic of DeepSeek's published day.",
  rows: () => [...growthRows(), ...weekRows(), ...poolingRows(), ...profileRows(), ...dayRows()],
};
