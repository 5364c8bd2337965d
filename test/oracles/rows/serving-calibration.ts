// The serving roofline on the 42 measured deployments that its constants were chosen on, one a row, and what those constants are
// worth where they were not: fitted again without one chip, or without one model, and asked about that one.
import { fit, misfit } from "../serving-fit.ts";
import { DEFAULTS, SERIES, errorsOf, familyOf, predicted, servingPoints } from "../serving-points.ts";
import type { Constants, Errors, ServingPoint } from "../serving-points.ts";
import { closeRow, equalRow, rangeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const AICONFIGURATOR =
  "https://github.com/ai-dynamo/aiconfigurator, tools/accuracy_tracking/silicon_refs.csv, most of it runs of InferenceX; Apache-2.0";
const INFERENCEX = "https://github.com/SemiAnalysisAI/InferenceX-app, tpuv7-qwen35-snapshot.json; Apache-2.0";
const BOTH =
  "https://github.com/ai-dynamo/aiconfigurator and https://github.com/SemiAnalysisAI/InferenceX-app: 42 measured deployments";
const REFERENCE = "a second implementation in Python, from the formulas alone, on the same 42 deployments";

/** How far a planner's figure may be from a deployment's. */
const PLANNER = 0.25;

const NAMES = {
  h100: "H100",
  h200: "H200",
  b200: "B200",
  b300: "B300",
  gb200: "GB200",
  gb300: "GB300",
  "tpu-v7": "TPU v7",
} as const;

const thousands = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What is known of a deployment beside its figures. */
const NOTES: Readonly<Record<string, Partial<Pick<OracleRow, "note" | "outside">>>> = {
  "r1-gb200-28": {
    outside: "Its time to the first token is 40 s: the run was overloaded.",
  },
  "qwen3-32b-h100-424": {
    outside: "Its time to the first token is 16 s: the run was overloaded.",
  },
  "qwen3-32b-h100-64": {
    outside: "No precision is stated. It is taken as bf16; in fp8 the roofline would say 36.8 ms.",
  },
  "qwen3-32b-h100-32-1024-1024": { note: "No precision is stated; taken as bf16." },
  "qwen3-32b-gb200-256": { note: "Its time to the first token is 54 s: the run was overloaded." },
  "v3-h200-16-1024-1024-sglang": { note: "The same measurement as R1's on H200, under another name." },
};

function deploymentRow(point: ServingPoint): OracleRow {
  const { id, model, chip, chips, precision, batch, aggregated, backend, replicas } = point;
  const length = chip === "tpu-v7" ? 0.9 : 1;
  const measured = 1000 * point.seconds;
  const simulated = 1000 * predicted(point, DEFAULTS);
  return closeRow({
    id: `serving-calibration.${id}`,
    what: [
      `${model} on ${chips} ${NAMES[chip]}`,
      point.precisionStated ? precision : `${precision}?`,
      `batch ${thousands(batch)}`,
      `${thousands(point.inputTokens / length)} in, ${thousands(point.outputTokens / length)} out`,
      ...(aggregated ? [] : ["decode alone"]),
      ...(replicas > 1 ? [`attention on ${replicas} replicas`] : []),
      ...(backend === "" ? [] : [backend]),
    ].join(", "),
    expected: measured,
    simulated,
    withinShare: 0.5,
    unit: "ms",
    say: (value) => value.toFixed(1),
    kind: "calibration",
    source: chip === "tpu-v7" ? INFERENCEX : AICONFIGURATOR,
    point: { panel: "time", measured, predicted: simulated, series: SERIES[chip] },
    ...NOTES[id],
  });
}

const byDefaults = (point: ServingPoint): number => predicted(point, DEFAULTS);

function summaryRows(points: readonly ServingPoint[]): readonly OracleRow[] {
  const all = errorsOf(points, byDefaults);
  const aggregated = errorsOf(
    points.filter((point) => point.aggregated),
    byDefaults,
  );
  const common = { kind: "calibration", source: BOTH } as const;
  return [
    rangeRow({
      id: "serving-calibration.median",
      what: "Median error of the time a token over the 42 deployments",
      expected: "16 %",
      simulated: 100 * all.median,
      high: 20,
      unit: "%",
      say: (value) => value.toFixed(0),
      note: `Mean ${percent(all.mean)}; geometric mean of predicted over measured ${all.bias.toFixed(2)}; ${all.within25} within 25 %.`,
      ...common,
    }),
    rangeRow({
      id: "serving-calibration.median-aggregated",
      what: "The same over the 30 that prefill and decode on the same chips",
      expected: "14 %",
      simulated: 100 * aggregated.median,
      high: 20,
      unit: "%",
      say: (value) => value.toFixed(0),
      ...common,
    }),
    rangeRow({
      id: "serving-calibration.within-50",
      what: "Deployments of the 42 whose prediction is within 50 %",
      expected: "39",
      simulated: all.within50,
      low: 36,
      say: String,
      ...common,
    }),
  ];
}

/** As a second implementation prints its errors: count; mean, median; geometric mean of the ratio; within 25 and 50 %. */
const printed = ({ count, mean, median, bias, within25, within50 }: Errors): string =>
  `${count}: ${percent(mean)}, ${percent(median)}; ${bias.toFixed(2)}; ${within25}, ${within50}`;

/** The deployments whose predictions are printed one by one, in ms. */
const SAMPLES = [
  ["r1-h200-16-1024-1024", "16.7"],
  ["r1-h200-16-1024-8192", "16.8"],
  ["r1-b200-32", "18.1"],
  ["v3-h200-128-1024-1024", "36.1"],
  ["v3-gb300-4096", "37.0"],
  ["minimax-h100-16", "17.0"],
  ["kimi-b200-16", "14.2"],
  ["qwen3-235b-h100-32", "35.5"],
  ["qwen3-5-tpu-v7-4", "8.1"],
  ["qwen3-5-tpu-v7-32", "16.8"],
  ["qwen3-5-tpu-v7-256", "42.9"],
] as const;

/** The published errors are of one share in prefill for all precisions. */
function referenceRows(points: readonly ServingPoint[]): readonly OracleRow[] {
  const samePrefill = (point: ServingPoint): number => predicted(point, DEFAULTS, 1);
  const row = (id: string, what: string, expected: string, of: readonly ServingPoint[]): OracleRow =>
    equalRow({
      id: `serving-calibration.reference-${id}`,
      what: `${what}: mean and median error, ratio, how many within 25 and 50 %`,
      expected,
      simulated: printed(errorsOf(of, samePrefill)),
      source: REFERENCE,
      note: `With ${DEFAULTS.prefill} of the peak in prefill for fp4 too, as there.`,
    });
  return [
    row(
      "aggregated",
      "Prefill and decode on the same chips",
      "30: 19 %, 14 %; 0.97; 23, 28",
      points.filter((point) => point.aggregated),
    ),
    row(
      "decode",
      "Decode alone",
      "12: 23 %, 21 %; 0.81; 6, 11",
      points.filter((point) => !point.aggregated),
    ),
    row("all", "All", "42: 20 %, 16 %; 0.93; 29, 39", points),
    equalRow({
      id: "serving-calibration.reference-samples",
      what: `Time a token of ${SAMPLES.length} of the deployments, ms, each as printed`,
      expected: SAMPLES.map(([, ms]) => ms).join(", "),
      simulated: SAMPLES.map(([id]) => {
        const point = points.find((each) => each.id === id);
        return point === undefined ? "missing" : (1000 * samePrefill(point)).toFixed(1);
      }).join(", "),
      source: REFERENCE,
    }),
  ];
}

const said = ({ bandwidth, decode, prefill, layerSeconds }: Constants): string =>
  `${bandwidth.toFixed(2)} of bandwidth, ${decode.toFixed(2)} and ${prefill.toFixed(2)} of the peak in decode and prefill, ${(1e6 * layerSeconds).toFixed(0)} µs a layer`;

/** Reasons known of what is left out and predicted badly. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  H100: "Two of the three deployments in which prefill takes more than a quarter of the time are among the seven; on the others the fit puts it at the end of its range. Two state no precision, one was overloaded.",
  GB200: "An overloaded run is among the six; the constants that stand in the model do no better.",
  "Qwen3-32B":
    "All three deployments in which prefill takes more than a quarter of the time are its own, the only dense model; on the others the fit puts it at the end of its range. Two of the five state no precision, one was overloaded.",
};

function leftOutRows(points: readonly ServingPoint[]): readonly OracleRow[] {
  const byChip = leaveOut(points, "chip", ({ chip }) => NAMES[chip]);
  const byModel = leaveOut(points, "model", familyOf);
  return [...byChip, ...byModel];
}

function leaveOut(
  points: readonly ServingPoint[],
  kind: "chip" | "model",
  keyOf: (point: ServingPoint) => string,
): readonly OracleRow[] {
  const keys = [...new Set(points.map(keyOf))];
  const predictions = new Map<ServingPoint, number>();
  const row = (
    id: string,
    what: string,
    own: readonly ServingPoint[],
    more: Pick<OracleRow, "note"> & { readonly outside?: string | undefined },
  ): OracleRow => {
    const errors = errorsOf(own, (point) => predictions.get(point) ?? Number.NaN);
    const { outside, ...rest } = more;
    return rangeRow({
      id: `serving-calibration.without-${id}`,
      what,
      expected: `${percent(errorsOf(own, byDefaults).median)} in sample`,
      simulated: 100 * errors.median,
      high: 100 * PLANNER,
      unit: "%",
      say: (value) => value.toFixed(0),
      source: BOTH,
      ...rest,
      ...(outside === undefined || errors.median <= PLANNER ? {} : { outside }),
    });
  };
  const rows = keys.map((key) => {
    const own = points.filter((point) => keyOf(point) === key);
    const constants = fit(points.filter((point) => keyOf(point) !== key));
    for (const point of own) predictions.set(point, predicted(point, constants));
    return row(
      key.toLowerCase().replaceAll(/[^a-z\d]+/g, "-"),
      `Median error on the ${own.length} deployments ${kind === "chip" ? "on" : "of"} ${key}, constants fitted on the other ${points.length - own.length}`,
      own,
      { note: `Fitted: ${said(constants)}.`, outside: LEFT_OUT[key] },
    );
  });
  const errors = errorsOf(points, (point) => predictions.get(point) ?? Number.NaN);
  return [
    row(`each-${kind}`, `Median error over the 42, each predicted without its ${kind}`, points, {
      note: `Mean ${percent(errors.mean)}, ${errors.within25} within 25 % and ${errors.within50} within 50 %; ratio ${errors.bias.toFixed(2)}.`,
    }),
    ...rows,
  ];
}

/** The constants that fit all 42 best, beside those that stand in the model. */
function refitRows(points: readonly ServingPoint[]): readonly OracleRow[] {
  const best = fit(points);
  const common = { kind: "calibration", source: BOTH } as const;
  const [least, ours] = [misfit(points, best), misfit(points, DEFAULTS)];
  const row = (id: keyof Constants, what: string, unit: string, scale: number, outside?: string): OracleRow =>
    closeRow({
      id: `serving-calibration.refit-${id === "layerSeconds" ? "layer" : id}`,
      what: `${what} that fits the 42 best, beside the model's`,
      expected: scale * DEFAULTS[id],
      simulated: Number((scale * best[id]).toPrecision(2)),
      withinShare: 0.25,
      unit,
      ...common,
      ...(outside === undefined ? {} : { outside }),
    });
  return [
    row("bandwidth", "Share of bandwidth", "", 1),
    row("layerSeconds", "Time a layer and step", "µs", 1e6),
    row(
      "decode",
      "Share of the peak in decode",
      "",
      1,
      `The fit is nearly flat in it: few of the 42 are bound by arithmetic, and those are the largest batches. Outside the sample it is pessimistic where the model is optimistic: the next group asks both.`,
    ),
    row(
      "prefill",
      "Share of the peak in prefill",
      "",
      1,
      "Prefill is 1.5 % of a token's time in the median of the 30 that have any, so that they hardly say. On prefill as measured elsewhere the model's share is optimistic by a fifth, the fitted one by nine tenths.",
    ),
    rangeRow({
      id: "serving-calibration.refit-misfit",
      what: "Mean of |ln(predicted / measured)| with the model's constants, over that of the best",
      expected: "1",
      simulated: ours / least,
      high: 1.15,
      say: (value) => value.toFixed(2),
      note: `${ours.toFixed(3)} and ${least.toFixed(3)}. The best: ${said(best)}. A grid and a compass search; bounds 0.2 to 1 and 20 to 300 µs.`,
      ...common,
    }),
  ];
}

export const servingCalibration: OracleGroup = {
  id: "serving-calibration",
  title: "Serving, the 42 deployments it was fitted on",
  about: `Time a token of 42 measured deployments, before the derate that a fleet gets, with the model's constants: ${said(DEFAULTS)}. They were chosen on these figures. What they are worth elsewhere: the rows in which a chip or a model is left out of the fit, and the next group.`,
  rows: () => {
    const points = servingPoints();
    return [
      ...summaryRows(points),
      ...leftOutRows(points),
      ...refitRows(points),
      ...referenceRows(points),
      ...points.map(deploymentRow),
    ];
  },
};
