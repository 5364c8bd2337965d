/** `capsim news`: what was announced, what of it a scenario holds, and what one of them changes in a run. */
import {
  canonicalJson,
  effectSentence,
  formatIssue,
  listNews,
  loadScenario,
  simulate,
  suggestion,
} from "../index.ts";
import type { LoadOptions, NewsItem, Result, Scenario } from "../index.ts";
import { badInput } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { newsText, tryText } from "./news-text.ts";
import { progressOn } from "./progress.ts";
import { printable, terminalOf } from "./terminal.ts";

export interface NewsOptions extends InputOptions {
  /** Id of the announcement to run with and without. */
  readonly try?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

/** Without a scenario, what there is. */
const NOTHING = { id: "nothing", title: "No scenario" };

export async function news(name: string | undefined, options: NewsOptions): Promise<void> {
  const terminal = terminalOf(process.stdout, process.env);
  const say = (text: string): void => void process.stdout.write(text);
  if (name === undefined && options.try !== undefined)
    throw badInput([{ path: "--try", message: "needs a scenario to run" }]);
  const loaded = name === undefined ? undefined : loadInput(name, options);
  for (const warning of loaded?.warnings ?? [])
    process.stderr.write(`note: ${printable(formatIssue(warning))}\n`);
  const asked = loaded?.asked ?? { input: NOTHING, options: {} };
  const listed = listNews(asked.input, asked.options);
  if (!listed.ok) throw badInput(listed.issues);
  if (options.try === undefined || loaded === undefined) {
    const scenario = loaded?.scenario;
    say(
      options.json === true
        ? `${JSON.stringify(listed.items, undefined, 2)}\n`
        : newsText(listed.items, scenario, terminal),
    );
    return;
  }
  const item = itemOf(options.try, listed.items);
  const told = await interruptibly((signal) =>
    tried(item, asked, options.seed ?? loaded.scenario.seed, signal),
  );
  say(options.json === true ? `${JSON.stringify(told, undefined, 2)}\n` : tryText(item, told, terminal));
}

function itemOf(id: string, items: readonly NewsItem[]): NewsItem {
  const item = items.find((each) => each.id === id);
  if (item !== undefined) return item;
  const known = items.map((each) => each.id);
  throw badInput([{ path: `--try ${id}`, message: `must be an announcement${suggestion(id, known)}` }]);
}

export interface Tried {
  readonly scenario: string;
  readonly announcement: string;
  readonly seed: number;
  /** From how the scenario has it to the other state. */
  readonly from: "on" | "off";
  readonly to: "on" | "off";
  readonly sentence: string;
  /** Absent where the two scenarios are the same and nothing was run. */
  readonly headlines?: {
    readonly before: Result["headlines"];
    readonly after: Result["headlines"];
  };
}

type Asked = { readonly input: unknown; readonly options: LoadOptions };

async function tried(item: NewsItem, asked: Asked, seed: number, signal: AbortSignal): Promise<Tried> {
  const [before, after] = [item.byDefault, !item.byDefault].map((on) => switched(item.id, on, asked, seed));
  if (before === undefined || after === undefined) throw new TypeError("two scenarios were asked for");
  const word = (on: boolean): "on" | "off" => (on ? "on" : "off");
  const head = {
    scenario: before.id,
    announcement: item.id,
    seed,
    from: word(item.byDefault),
    to: word(!item.byDefault),
  };
  const apart = { news: {}, origin: undefined };
  if (canonicalJson({ ...before, ...apart }) === canonicalJson({ ...after, ...apart })) {
    const none = { headlines: [], startEpochSeconds: 0 };
    return { ...head, sentence: effectSentence(none, none, item) };
  }
  const results = [await watched(before, "without", signal), await watched(after, "with", signal)];
  const [one, two] = results;
  if (one === undefined || two === undefined) throw new TypeError("two runs were asked for");
  return {
    ...head,
    sentence: effectSentence(one, two, item),
    headlines: { before: one.headlines, after: two.headlines },
  };
}

/** The scenario with the announcement on or off, all else as asked. */
function switched(id: string, on: boolean, { input, options }: Asked, seed: number): Scenario {
  const settings = [...(options.settings ?? []), { path: `news.${id}`, value: on }];
  const loaded = loadScenario(input, { ...options, settings });
  if (!loaded.ok) throw badInput(loaded.issues);
  return { ...loaded.scenario, seed };
}

async function watched(scenario: Scenario, label: string, signal: AbortSignal): Promise<Result> {
  const progress = progressOn(process.stderr, `${scenario.id} ${label}`);
  try {
    return await simulate(scenario, { signal, onProgress: (share) => progress.show(share) });
  } finally {
    progress.end();
  }
}
