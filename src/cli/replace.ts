/** `capsim replace`: when one generation should make way for another on the same megawatts. It needs no run. */
import { isPerWatt, replacementAnswer, replacementPlan, suggestion } from "../index.ts";
import type {
  ReplacementAnswer,
  ReplacementChoice,
  ReplacementPair,
  ReplacementPlan,
  Scenario,
} from "../index.ts";
import { badInput } from "./fail.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { compiled } from "./orders.ts";
import { left, paint, printable, right, terminalOf, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

export interface ReplaceOptions extends InputOptions {
  readonly from?: string;
  readonly to?: string;
  readonly chipUsd?: number;
  readonly retrofitUsd?: number;
  readonly workUsd?: number;
  readonly discount?: number;
  readonly life?: number;
  readonly gain?: number;
  readonly json?: boolean;
}

export function replace(name: string, options: ReplaceOptions): void {
  const { scenario } = loadInput(name, options);
  if (options.life === 0) throw badInput([{ path: "--life", message: "must be above 0", found: "0" }]);
  const plan = replacementPlan(compiled(scenario));
  const pairs = pairsOf(plan, options);
  const choice = choiceOf(options);
  const answers = pairs.map((pair) => ({ pair, answer: replacementAnswer(plan, pair, choice) }));
  const { id, title } = scenario;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ format: "capsim-replace/1", scenario: { id, title }, choice, answers }, undefined, 2)}\n`
      : replaceText(scenario, plan, answers, terminalOf(process.stdout, process.env)),
  );
}

/** @throws {CommandFault} where no pair is left, with the names there are */
function pairsOf(plan: ReplacementPlan, { from, to }: ReplaceOptions): readonly ReplacementPair[] {
  const found = plan.pairs.filter(
    (pair) => (from === undefined || pair.from === from) && (to === undefined || pair.to === to),
  );
  if (found.length > 0) return found;
  if (plan.pairs.length === 0)
    throw badInput([
      { path: "", message: "has no chips that newer ones could take the place of within the run" },
    ]);
  const faults = [
    { path: "--from", asked: from, names: plan.pairs.map((pair) => pair.from) },
    { path: "--to", asked: to, names: plan.pairs.map((pair) => pair.to) },
  ].flatMap(({ path, asked, names }) =>
    asked === undefined || names.includes(asked)
      ? []
      : [
          {
            path,
            message: `must be one of ${[...new Set(names)].join(", ")}${suggestion(asked, names)}`,
            found: JSON.stringify(asked),
          },
        ],
  );
  throw badInput(
    faults.length > 0
      ? faults
      : [{ path: "--to", message: `must be newer than ${from ?? ""}`, found: JSON.stringify(to) }],
  );
}

function choiceOf({
  chipUsd,
  retrofitUsd,
  workUsd,
  discount,
  life,
  gain,
}: ReplaceOptions): ReplacementChoice {
  return {
    ...(chipUsd === undefined ? {} : { chipUsd }),
    ...(retrofitUsd === undefined ? {} : { retrofitUsdPerMw: retrofitUsd }),
    ...(workUsd === undefined ? {} : { workUsdPerMwYear: workUsd }),
    ...(discount === undefined ? {} : { discountPerYear: discount }),
    ...(life === undefined ? {} : { lifeYears: life }),
    ...(gain === undefined ? {} : { gain }),
  };
}

interface Answered {
  readonly pair: ReplacementPair;
  readonly answer: ReplacementAnswer;
}

function replaceText(
  scenario: Scenario,
  plan: ReplacementPlan,
  answers: readonly Answered[],
  terminal: Terminal,
): string {
  const { columns } = terminal;
  const lines = [
    paint(terminal, "bold", wrap(printable(scenario.title), columns)),
    paint(
      terminal,
      "dim",
      wrap(
        `Chips on the same megawatts, by value on the day of the decision. Useful work: ${Math.round(100 * plan.trainingWeight)} % training in ${plan.training}, the rest tokens.`,
        columns,
      ),
    ),
    ...answers.flatMap((each) => ["", ...answerText(each, terminal)]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function answerText({ pair, answer }: Answered, terminal: Terminal): readonly string[] {
  const { columns } = terminal;
  const million = (usd: number): string => `${Number((usd / 1e6).toPrecision(2))} M`;
  const cells = answer.rows.map((row) =>
    [row.extraWorkUsd, -row.lostWorkUsd, -row.chipsUsd, -row.retrofitUsd, row.netUsd]
      .map((usd) => right(million(usd), 10))
      .concat(right(row.breakEvenGain.toPrecision(2), 8))
      .join(""),
  );
  // A year like the one before it says nothing new.
  const table = answer.rows.flatMap(({ date }, i) => {
    if (cells[i] === cells[i - 1]) return [];
    const lasts = cells[i] === cells[i + 1];
    return [`${left(`  ${date}${lasts ? " on" : ""}`, 17)}${cells[i] ?? ""}`];
  });
  const head = [
    left("  USD per MW", 17),
    ...["more work", "lost work", "chips", "retrofit", "net"].map((name) => right(name, 10)),
    right("from x", 8),
  ].join("");
  const measures = pair.measures
    .filter(({ ratio }) => ratio > 0)
    .map(({ name, ratio }) => `${name} ${ratio.toPrecision(2)}`)
    .join(", ");
  const claims = pair.claims
    .filter(isPerWatt)
    .map(({ factor, measure }) => `${measure} ${factor}`)
    .join(", ");
  return [
    paint(terminal, "bold", `${printable(pair.from)} > ${printable(pair.to)}`),
    wrap(printable(answer.text), columns, "  "),
    ...(pair.band === undefined
      ? []
      : [wrap(`Tokens are a prediction, +-${Math.round(100 * pair.band)} %.`, columns, "  ")]),
    wrap(
      `Times the work per MW by measure: ${measures}.${claims === "" ? "" : ` The vendor claims: ${claims}.`}`,
      columns,
      "  ",
    ),
    ...(table.length === 0 ? [] : [paint(terminal, "dim", head), ...table]),
    ...answer.sensitivity.map(({ what, netUsd, firstPays }) =>
      wrap(
        `with ${what}: net ${million(netUsd)} at first, ${firstPays === undefined ? "never pays" : `pays from ${firstPays}`}`,
        columns,
        "    ",
      ),
    ),
  ];
}
