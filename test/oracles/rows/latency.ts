// Latency: closed-form queues against published values, the request-level zoom against exact queues, and the closed form
// of the time to the first token against the zoom.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { closedForm, pooled, promptLengths, readRequests, zoom } from "../../../src/index.ts";
import type { TokenLengths, ZoomSpec } from "../../../src/index.ts";
import { log1p, Stream } from "../../../src/engine/index.ts";
import { erlangC, leastServers, staffingBeta } from "../../../src/inference/queues.ts";
import { mean, standardError } from "../statistics.ts";
import { closeRow, equalRow, figure, meanRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const ERLANG =
  "A. K. Erlang 1917; L. Kleinrock, Queueing Systems I, 1975, 3.5: Erlang C = B / (1 - rho (1 - B))";
const POLLACZEK =
  "Pollaczek and Khinchine; L. Kleinrock, Queueing Systems I, 1975, 5.6: Wq = lambda E[S^2] / (2 (1 - rho))";
const HALFIN = "S. Halfin, W. Whitt 1981, https://doi.org/10.1287/opre.29.3.567";

function erlangRows(): readonly OracleRow[] {
  const waits = [
    [10, 7, 0.22173],
    [100, 90, 0.21694],
    [50, 40, 0.08695],
  ] as const;
  const betas = [
    [0.05, 1.7398],
    [0.01, 2.3749],
  ] as const;
  const staffed = [
    [100, 119],
    [1000, 1056],
    [10_000, 10_175],
  ] as const;
  return [
    ...waits.map(([servers, load, expected]) =>
      closeRow({
        id: `latency.erlang-c-${servers}-${load}`,
        what: `Erlang C: share that waits for one of ${servers} servers at a load of ${load}`,
        expected,
        simulated: erlangC(servers, load),
        within: 1e-5,
        source: ERLANG,
      }),
    ),
    ...betas.map(([share, expected]) =>
      closeRow({
        id: `latency.beta-${100 * share}`,
        what: `Square-root staffing: beta at which ${100 * share} % wait`,
        expected,
        simulated: staffingBeta(share),
        within: 1e-3,
        source: HALFIN,
      }),
    ),
    ...staffed.map(([load, servers]) =>
      equalRow({
        id: `latency.servers-${load}`,
        what: `Fewest servers at a load of ${load} with 5 % waiting`,
        expected: String(servers),
        simulated: String(leastServers(load, 0.05)),
        source: ERLANG,
      }),
    ),
  ];
}

const REPLICATIONS = 12;
const LONG_SECONDS = 8000;

/** One instance and nothing but prefill: requests of `linear` s a token, one token out. */
const bare: Omit<ZoomSpec, "requests" | "replication"> = {
  seconds: LONG_SECONDS,
  instances: 1,
  slots: 1000,
  prefill: { linear: 1e-3, quadratic: 0, hit: 0, cold: 0 },
  tokenSeconds: [0.001],
  decodeDuringPrefill: 1,
  routing: "shares",
  shareCv: 0,
  seed: 1,
};
const ONE: TokenLengths = { median: 1, sigma: 0, most: Infinity };

/** Poisson arrivals with exponential prompts and outputs of these means. */
function exponentialList(
  rate: number,
  prompt: number,
  output: number,
  replication: number,
): ZoomSpec["requests"] {
  const draws = new Stream(1, replication, "latency-rows");
  const seconds: number[] = [];
  const promptTokens: number[] = [];
  const outputTokens: number[] = [];
  for (let k = 0, at = 0; ; k++) {
    const value = (what: number): number => -log1p(-draws.uniform(what, k));
    at += value(0) / rate;
    if (at >= LONG_SECONDS) return { seconds, promptTokens, outputTokens };
    seconds.push(at);
    promptTokens.push(prompt * value(1));
    outputTokens.push(1 + output * value(2));
  }
}

function exactRows(): readonly OracleRow[] {
  const row = (
    id: string,
    what: string,
    expected: number,
    source: string,
    specOf: (replication: number) => ZoomSpec,
  ): OracleRow => {
    const waits = Array.from({ length: REPLICATIONS }, (_, r) => zoom(specOf(r)).wait.mean);
    return meanRow({
      id: `latency.zoom-${id}`,
      what: `Zoom as ${what}: mean wait`,
      expected,
      mean: mean(waits),
      standardError: standardError(waits),
      unit: "s",
      source,
    });
  };
  const drawn =
    (prompt: TokenLengths, perSecond: number) =>
    (replication: number): ZoomSpec => ({
      ...bare,
      replication,
      requests: { requestsPerSecond: perSecond, minuteCv: 0, minuteMemory: 0, prompt, output: ONE },
    });
  const chat = promptLengths(100, 88.3, 358.6);
  const scv = Math.exp(chat.sigma ** 2);
  return [
    row("mm1", "M/M/1, load 0.8", 0.4, ERLANG, (replication) => ({
      ...bare,
      replication,
      requests: exponentialList(8, 100, 0, replication),
    })),
    row("md1", "M/D/1, load 0.8", 0.2, POLLACZEK, drawn({ median: 100, sigma: 0, most: Infinity }, 8)),
    row(
      "mg1",
      "M/G/1 with the lognormal of chat's prompts, load 0.7",
      (0.07 * scv) / 0.6,
      POLLACZEK,
      drawn(chat, 7),
    ),
    row("mmc", "M/M/10 of KV slots, load 7", 0.221731215883815 / 3, ERLANG, (replication) => ({
      ...bare,
      slots: 10,
      prefill: { linear: 1e-9, quadratic: 0, hit: 0, cold: 0 },
      replication,
      requests: exponentialList(7, 1, 1000, replication),
    })),
  ];
}

/** Of the class's requests, and how its instance prefills [tokens/s]. */
interface Klass {
  readonly id: string;
  readonly what: string;
  readonly prompt: TokenLengths;
  readonly hit: number;
  readonly tokensPerSecond: number;
  readonly minuteCv: number;
  readonly shareCv: number;
}

const classes: readonly Klass[] = [
  {
    id: "chat",
    what: "chat (prompts of Azure's conversations of 2023, 40 % cached)",
    prompt: promptLengths(1155, 1020, 4142),
    hit: 0.4,
    tokensPerSecond: 460,
    minuteCv: 0.22,
    shareCv: 0.1,
  },
  {
    id: "agents",
    what: "coding agents (Mooncake's mean, 85 % cached)",
    prompt: promptLengths(8596, 6170, 31_200),
    hit: 0.85,
    tokensPerSecond: 860,
    minuteCv: 0.28,
    shareCv: 0.15,
  },
  {
    id: "short",
    what: "a batch of short prompts (mean of Alibaba's mid model, 10 % cached)",
    prompt: promptLengths(313, 276, 1122),
    hit: 0.1,
    tokensPerSecond: 188,
    minuteCv: 0.1,
    shareCv: 0.05,
  },
];
const LOADS = [0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95] as const;
/** From here on the two are shown beside each other, no more. */
const BEYOND = 0.85;
const HOURS = 100;
const INSTANCES = 4;

/** P99 of the time to the first token, by zoom and by closed form. */
export function bothWays(klass: Klass, load: number): { readonly zoom: number; readonly closed: number } {
  const mean =
    (klass.prompt.median * Math.exp(klass.prompt.sigma ** 2 / 2) * (1 - klass.hit)) / klass.tokensPerSecond;
  const spec: ZoomSpec = {
    ...bare,
    seconds: 3600,
    instances: INSTANCES,
    shareCv: klass.shareCv,
    prefill: { linear: 1 / klass.tokensPerSecond, quadratic: 0, hit: klass.hit, cold: 0 },
    replication: 0,
    requests: {
      requestsPerSecond: (load * INSTANCES) / mean,
      minuteCv: klass.minuteCv,
      minuteMemory: 0,
      prompt: klass.prompt,
      output: ONE,
    },
  };
  const hours = Array.from({ length: HOURS }, (_, replication) => zoom({ ...spec, replication }));
  return { zoom: pooled(hours).ttft.p99, closed: closedForm(spec).ttft.p99 };
}

function closedRows(): readonly OracleRow[] {
  return classes.flatMap((klass) =>
    LOADS.map((load) => {
      const both = bothWays(klass, load);
      return closeRow({
        id: `latency.p99-${klass.id}-${Math.round(100 * load)}`,
        what: `P99 of the time to the first token, ${klass.what}, load ${load}: closed form against the zoom`,
        expected: both.zoom,
        simulated: both.closed,
        withinShare: 0.15,
        unit: "s",
        source: `the request-level zoom: ${HOURS} hours of ${INSTANCES} instances, minutes' rates ${klass.minuteCv} and shares ${klass.shareCv} about their means`,
        say: (value) => figure(Number(value.toPrecision(3))),
        ...(load > BEYOND
          ? { note: "For information: the two are asked to agree up to a load of 0.85." }
          : {}),
      });
    }),
  );
}

const AZURE = "https://github.com/Azure/AzurePublicDataset";
const TRACES = new URL("../../../../shared/traces/inference/", import.meta.url);
const WAVE =
  "The hour's rate rises and falls in one long wave and requests come in clumps of seconds; the closed form knows minutes that resemble the one before, and is the P99 over many hours.";
const ON_OFF =
  "A fifth of the minutes have no request and the busiest has 4.3 times the mean; a lognormal of that deviation has busier ones, and the closed form is the P99 over many hours, of which this is one.";

interface Replayed {
  readonly trace: "conv" | "code";
  readonly instances: number;
  readonly tokensPerSecond: number;
  readonly load: string;
  /** Why the time to the first token falls outside. */
  readonly why: string;
}
const replays: readonly Replayed[] = [
  { trace: "conv", instances: 11, tokensPerSecond: 2000, load: "0.29", why: WAVE },
  { trace: "conv", instances: 5, tokensPerSecond: 2000, load: "0.63", why: WAVE },
  { trace: "conv", instances: 4, tokensPerSecond: 2000, load: "0.79", why: WAVE },
  { trace: "code", instances: 4, tokensPerSecond: 5000, load: "0.26", why: ON_OFF },
  { trace: "code", instances: 2, tokensPerSecond: 5000, load: "0.52", why: ON_OFF },
];

/** An Azure hour of 2023 as it came, on a stated pool: what the closed form makes of its mean rate, lengths and minutes. */
function replayRows(): readonly OracleRow[] {
  return replays.flatMap(({ trace, instances, tokensPerSecond, load, why }) => {
    const file = new URL(`AzureLLMInferenceTrace_${trace}.csv.gz`, TRACES);
    const row = (
      id: string,
      what: string,
      outside: string | undefined,
      both: { readonly zoom: number; readonly closed: number } | undefined,
    ): OracleRow => {
      const error = both === undefined ? NaN : 100 * (both.closed / both.zoom - 1);
      const compared = closeRow({
        id: `latency.azure-${trace}-${instances}-${id}`,
        what: `Azure 2023 ${trace === "conv" ? "conversations" : "code"}, an hour replayed on ${instances} instances of ${tokensPerSecond} prompt tokens/s, load ${load}: error of the closed form of the ${what}`,
        expected: 0,
        simulated: error,
        within: 15,
        unit: "%",
        source: AZURE,
        needs: `AzureLLMInferenceTrace_${trace}.csv.gz`,
        ...(outside === undefined ? {} : { outside }),
      });
      if (both === undefined) return { ...compared, simulated: "", verdict: "not run" };
      const say = (seconds: number): string => figure(Number(seconds.toPrecision(3)));
      return {
        ...compared,
        simulated: `${Math.round(error)} % (${say(both.closed)} s against ${say(both.zoom)} s)`,
      };
    };
    const read = existsSync(file) ? readRequests(gunzipSync(readFileSync(file)).toString("utf8")) : undefined;
    if (read?.ok === false) throw new Error(read.faults.join());
    const spec: ZoomSpec | undefined = read && {
      ...bare,
      // Whole minutes up to the last request.
      seconds: 60 * Math.ceil((read.requests.seconds[read.requests.seconds.length - 1] ?? 0) / 60),
      instances,
      slots: 64,
      prefill: { linear: 1 / tokensPerSecond, quadratic: 0, hit: 0, cold: 0 },
      tokenSeconds: Array.from({ length: 65 }, (_, n) => 0.02 + (0.02 * Math.max(0, n - 1)) / 63),
      replication: 0,
      requests: read.requests,
    };
    const events = spec && zoom(spec);
    const closed = spec && closedForm(spec);
    const pair = (which: "ttft" | "tpot") =>
      events && closed && { zoom: events[which].p99, closed: closed[which].p99 };
    return [
      row("ttft", "P99 of the time to the first token", why, pair("ttft")),
      row("tpot", "P99 of the time a token", undefined, pair("tpot")),
    ];
  });
}

export const latency: OracleGroup = {
  id: "latency",
  title: "Latency",
  about:
    "Closed forms of queues, the request-level zoom where a queue has an exact answer, and the closed form of the time to the first token beside the zoom with uneven instances and busy minutes; two measured hours, of which the closed form is told mean rate, lengths and minutes.",
  rows: () => [...erlangRows(), ...exactRows(), ...closedRows(), ...replayRows()],
};
