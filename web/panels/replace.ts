/** When one generation should make way for another on the same megawatts: answered again as a reader types. */
import { isPerWatt, replacementAnswer } from "../../src/index.ts";
import type { App } from "../app.ts";
import type { ReplacementAnswer, ReplacementChoice, ReplacementPair, ReplacementPlan } from "../api.ts";
import { element, setText } from "../dom.ts";
import { formatDay, formatNumber, formatUsd } from "../format.ts";
import { rowsTable } from "./data-table.ts";

type Key = keyof ReplacementChoice;
interface Field {
  readonly key: Key;
  readonly label: string;
  /** A unit typed is so many of the choice's. */
  readonly scale: number;
  /** What the scenario says, in the unit of the choice; undefined: nothing. */
  readonly stated: (plan: ReplacementPlan, pair: ReplacementPair) => number | undefined;
}

const fields: readonly Field[] = [
  { key: "chipUsd", label: "New chip, $", scale: 1, stated: (_, pair) => pair.chipUsd?.value[0] },
  {
    key: "retrofitUsdPerMw",
    label: "Retrofit, $ M per MW",
    scale: 1e6,
    stated: (plan) => plan.retrofitUsdPerMw,
  },
  {
    key: "workUsdPerMwYear",
    label: "Old work is worth, $ M per MW-year",
    scale: 1e6,
    stated: (_, pair) => pair.work?.value[0],
  },
  {
    key: "discountPerYear",
    label: "Discount, % a year",
    scale: 0.01,
    stated: (plan) => plan.discountPerYear,
  },
  { key: "lifeYears", label: "New chips work, years", scale: 1, stated: (plan) => plan.lifeYears },
  { key: "gain", label: "Work per MW, times", scale: 1, stated: (_, pair) => pair.gain },
];

export function replacePanel(app: App): HTMLElement {
  const from = element("select", { id: "replace-from", onchange: () => offer() });
  const to = element("select", { id: "replace-to", onchange: () => render() });
  const boxes = fields.map((field) => ({
    ...field,
    box: element("input", {
      type: "number",
      id: `replace-${field.key}`,
      min: 0,
      step: "any",
      oninput: () => render(),
    }),
  }));
  const text = element("p", { class: "study-finding", role: "status" });
  const body = element("div", { class: "study-body" });
  const planOf = (): ReplacementPlan | undefined => app.store.get().run.planner?.replacement;
  /** Keeps what was chosen where it is still there. */
  const offer = (): void => {
    const pairs = planOf()?.pairs ?? [];
    fillSelect(from, new Map(pairs.map((pair) => [pair.from, pair.fromName])));
    const newer = pairs.filter((pair) => pair.from === from.value);
    fillSelect(to, new Map(newer.map((pair) => [pair.to, pair.toName])));
    render();
  };
  const render = (): void => {
    const plan = planOf();
    const pair = plan?.pairs.find((each) => each.from === from.value && each.to === to.value);
    if (plan === undefined || pair === undefined) {
      setText(
        text,
        plan === undefined
          ? "It comes with the first run."
          : "No chips stand here that newer ones could take the place of.",
      );
      return body.replaceChildren();
    }
    for (const { box, stated, scale } of boxes) {
      const value = stated(plan, pair);
      box.placeholder = value === undefined ? "not stated" : String(Number((value / scale).toPrecision(3)));
    }
    const choice = choiceOf(boxes);
    const answer = replacementAnswer(plan, pair, choice);
    setText(text, answer.text);
    body.replaceChildren(
      element(
        "p",
        { class: "soft" },
        `Useful work is ${Math.round(100 * plan.trainingWeight)} % training in ${plan.training} and the rest tokens. ${bandText(pair)}${outText(answer, plan, pair)} Value on the day the old chips stop, USD per MW of IT load. Upkeep and energy are alike on both sides and cancel; what the old chips cost is spent in any case.`,
      ),
      ...(answer.rows.length === 0 ? [] : [yearTable(answer)]),
      measureTable(pair),
      ...(answer.sensitivity.length === 0 ? [] : [sensitivityTable(answer)]),
      allTable(plan, choice),
    );
  };
  let shown = planOf();
  app.store.subscribe(() => {
    if (planOf() === shown) return;
    shown = planOf();
    offer();
  });
  offer();
  const labelled = (label: string, control: HTMLElement): HTMLElement =>
    element("span", {}, element("label", { for: control.id }, label), " ", control);
  return element(
    "section",
    { id: "replace", "aria-labelledby": "replace-title" },
    element("h3", { id: "replace-title" }, "Replace chips: when newer ones on the same megawatts pay"),
    element(
      "div",
      { class: "study-tools" },
      labelled("Old chips", from),
      labelled("New chips", to),
      ...boxes.map(({ label, box }) => labelled(label, box)),
    ),
    text,
    body,
  );
}

function fillSelect(select: HTMLSelectElement, names: ReadonlyMap<string, string>): void {
  const before = select.value;
  select.replaceChildren(...[...names].map(([value, name]) => element("option", { value }, name)));
  const last = [...names.keys()].at(-1) ?? "";
  // Among old chips the oldest is asked about first, among new ones the newest is not always there to be had.
  select.value = names.has(before) ? before : ([...names.keys()][0] ?? last);
}

function choiceOf(boxes: readonly (Field & { readonly box: HTMLInputElement })[]): ReplacementChoice {
  const choice: Partial<Record<Key, number>> = {};
  for (const { key, box, scale } of boxes) {
    const value = Number(box.value) * scale;
    // A life of nothing and a number that is no number are not asked.
    if (box.value !== "" && Number.isFinite(value) && value >= 0 && (key !== "lifeYears" || value > 0))
      choice[key] = value;
  }
  return choice;
}

function outText(answer: ReplacementAnswer, plan: ReplacementPlan, pair: ReplacementPair): string {
  const days = Math.round(answer.outYears * 365.25);
  return pair.needsRetrofit
    ? `An air hall is made liquid: a megawatt stands still for ${days} days, ${Math.round(plan.burnInYears * 365.25)} of them burn-in.`
    : `The hall takes both: a megawatt stands still for ${days} days of burn-in.`;
}

const bandText = ({ band }: ReplacementPair): string =>
  band === undefined ? "" : `Tokens are a prediction, ±${Math.round(100 * band)} %. `;

const usd = (value: number): string => formatUsd(value, 2);
const two = (value: number): string =>
  !Number.isFinite(value) ? "any" : value < 10 ? value.toPrecision(2) : String(Number(value.toPrecision(2)));
const day = (iso: string | undefined): string => (iso === undefined ? "never" : formatDay(Date.parse(iso)));

function yearTable({ rows }: ReplacementAnswer): HTMLElement {
  const cells = rows.map((row) => [
    usd(row.extraWorkUsd),
    usd(-row.lostWorkUsd),
    usd(-row.chipsUsd),
    usd(-row.retrofitUsd),
    usd(row.netUsd),
    `${two(row.breakEvenGain)} ×`,
    row.mostUsdPerChip > 0 ? usd(row.mostUsdPerChip) : "not for nothing",
    row.bookUsd === undefined ? "–" : usd(row.bookUsd),
  ]);
  return rowsTable(
    {
      columns: [
        "old chips stop on",
        "more work",
        "lost work",
        "chips",
        "retrofit",
        "net",
        "pays from a gain of",
        "or a chip up to",
        "sunk in old chips",
      ],
      rows: rows.map(({ date }, i) => [day(date), ...(cells[i] ?? [])]),
    },
    "By year of the decision, USD per MW",
  );
}

function measureTable({ measures, claims, fromName, toName }: ReplacementPair): HTMLElement {
  return rowsTable(
    {
      columns: ["work per MW", fromName, toName, "times"],
      rows: [
        ...measures
          .filter(({ ratio }) => ratio > 0)
          .map(({ name, unit, old, next, ratio }) => [
            `${name}, ${unit}`,
            formatNumber(old),
            formatNumber(next),
            `${two(ratio)} ×`,
          ]),
        ...claims.map((claim) => [
          `the vendor: ${claim.measure}${isPerWatt(claim) ? "" : " (of whole UltraServers)"}`,
          "",
          "",
          `${claim.factor} ×`,
        ]),
      ],
    },
    "What they do per megawatt, by measure and beside the vendor's claims",
  );
}

function sensitivityTable({ sensitivity }: ReplacementAnswer): HTMLElement {
  return rowsTable(
    {
      columns: ["with", "net per MW", "pays from"],
      rows: sensitivity.map(({ what, netUsd, firstPays }) => [what, usd(netUsd), day(firstPays)]),
    },
    "One number changed, on the first day the new chips can be had",
  );
}

/** Every pair as the scenario has it, with what the reader typed that is not about the pair. */
function allTable(plan: ReplacementPlan, choice: ReplacementChoice): HTMLElement {
  const { gain: _, chipUsd: _chip, ...common } = choice;
  return rowsTable(
    {
      columns: ["old", "new", "gain", "needs", "net per MW", "pays from"],
      rows: plan.pairs.map((pair) => {
        const { rows, firstPays, gain } = replacementAnswer(plan, pair, common);
        const [first] = rows;
        return [
          pair.fromName,
          `${pair.toName}${pair.projected ? " *" : ""}`,
          `${two(gain)} ×`,
          first === undefined ? "–" : `${two(first.breakEvenGain)} ×`,
          first === undefined ? "–" : usd(first.netUsd),
          first === undefined ? "–" : day(firstPays),
        ];
      }),
    },
    "Every pair of generations, on the first day the new one can be had (* projected: nobody has announced it)",
  );
}
