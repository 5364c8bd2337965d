// Money and chips of five-gigawatts beside the agreement's own figures.
import { loadScenarioOrThrow, simulateSync } from "../../../src/index.ts";
import type { LoadOptions, Result } from "../../../src/index.ts";
import { rangeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const AGREEMENT =
  "up to 5 GW and more than 100 billion USD over ten years: https://www.anthropic.com/news/anthropic-amazon-compute";
const EPOCH = "https://epoch.ai/data/data-centers";

const preset = (options: LoadOptions = {}): ReturnType<typeof loadScenarioOrThrow> =>
  loadScenarioOrThrow("five-gigawatts", options);
/** The preset as it is, run once for all that ask. */
export const decadeRun: () => Result = ((): (() => Result) => {
  let made: Result | undefined;
  return () => (made ??= simulateSync(preset()));
})();

const billions = (usd: number): string => (usd / 1e9).toFixed(0);
const millions = (chips: number): string => (chips / 1e6).toFixed(2);

/** Rows of one run of the preset. */
export function commitmentRows({ agreement }: Pick<Result, "agreement">): readonly OracleRow[] {
  const committed = 100e9;
  return [
    rangeRow({
      id: "decade.c5-spend",
      what: "What five-gigawatts' GW-years cost at the lowest price of one, billion USD",
      expected: "well above the 100 of the commitment, which is a minimum",
      simulated: (agreement?.gwYears ?? NaN) * 7e9,
      low: 2 * committed,
      tolerance: "more than twice",
      say: billions,
      source: AGREEMENT,
      note: "A GW-year at 7 billion USD: Trainium2 at USD 0.8 a chip-hour, 840 W, peak PUE 1.2.",
    }),
    rangeRow({
      id: "decade.c5-gw-years",
      what: "GW-years that five-gigawatts installs",
      expected: "41, linear to 5 GW in 2030 and flat after",
      simulated: agreement?.gwYears ?? NaN,
      low: 25,
      high: 50,
      say: (value) => value.toFixed(1),
      source: AGREEMENT,
      note: "A run that slips and leaves a twelfth of each hall empty has less.",
    }),
  ];
}

/** Every hall full of Trainium3, on time, kept for good; without failures and jobs, which move no chip. */
export function allTrainium3(): Required<Pick<LoadOptions, "settings" | "patch">> {
  const fill = { kind: "fill", newestOf: ["trn3-gen2", "trn3-gen1"], share: 1 };
  const gone = (part: object): object => Object.fromEntries(Object.keys(part).map((id) => [id, null]));
  const { deliveries, training, levers } = preset();
  return {
    patch: {
      deliveries: { ...gone(deliveries), all: fill },
      fleet: { refresh: null },
      training: { campaigns: gone(training.campaigns) },
      levers: gone(levers),
      uncertainty: null,
      questions: { "first-frontier-2028": null },
      sites: { "new-carlisle": { utility: null } },
    },
    settings: [
      { path: "chipSupply.mode", value: "power-filled" },
      { path: "construction.slip.meanMonths", value: 0 },
      { path: "reliability.multiplier", value: 0 },
    ],
  };
}

function trainium3Row(): OracleRow {
  const result = simulateSync(preset(allTrainium3()));
  const most = 5000e6 / 1.2 / 1220;
  return rangeRow({
    id: "decade.c6-trainium3",
    what: "Million Trainium3 in 5 GW of facility load where every MW is filled",
    expected: `${millions(most)}: 5 GW / peak PUE 1.2 / 1,220 W`,
    simulated: result.headlines.find(({ id }) => id === "chips")?.value ?? NaN,
    low: 0.985 * most,
    high: most,
    tolerance: "at most, and within 1.5 %",
    say: millions,
    source: `${AGREEMENT}; W per chip: ${EPOCH}`,
  });
}

export const decade: OracleGroup = {
  id: "decade",
  title: "Five gigawatts",
  about:
    "What the agreement's figures imply, beside runs of five-gigawatts, most of whose inputs are assumed.",
  rows: () => [...commitmentRows(decadeRun()), trainium3Row()],
};
