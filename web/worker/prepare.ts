/** From a preset and a patch to a Model, or to everything that is wrong with them. The only file of the page that reads scenarios. */
import { catalogueOf, fetchScenario, getPath, loadCompiler, splitPath } from "../../src/index.ts";
import type { Issue, Model, Scenario } from "../../src/index.ts";
import { newsIn } from "../state/news.ts";
import { isObject } from "../state/patch.ts";
import type { Shown } from "../view/from-result.ts";
import type { IssueView, LeverView } from "../view/run-view.ts";
import type { RunRequest } from "./protocol.ts";

export type Prepared =
  | { readonly kind: "model"; readonly model: Model; readonly shown: Shown }
  | { readonly kind: "issues"; readonly issues: readonly IssueView[] };

/** Reads, checks and compiles; what is wrong comes back as a list, all at once. */
export async function prepare(request: RunRequest): Promise<Prepared> {
  const coming = loadCompiler();
  const reading = import("./planner-data.ts");
  // Where the scenario is faulty nobody waits for them.
  coming.catch(() => undefined);
  reading.catch(() => undefined);
  const loaded = await fetchScenario(baseOf(request), { patch: request.patch });
  if (!loaded.ok) return { kind: "issues", issues: loaded.issues.map(issueView) };
  const plain = await startOf(request);
  const { scenario } = loaded;
  const shown: Shown = {
    preset: request.preset,
    description: scenario.description,
    levers: leversOf(scenario, plain.ok ? plain.scenario : scenario),
    warnings: loaded.warnings.map(issueView),
    ...committedBy(scenario),
  };
  const compile = await coming;
  const compiled = compile(scenario, { seed: request.seed ?? scenario.seed });
  if (compiled.ok) {
    const { model } = compiled;
    const planner = (await reading).plannerOf(model, plain.ok ? plain.scenario : scenario);
    return { kind: "model", model, shown: { ...shown, planner } };
  }
  // What a sound scenario still lacks shows when it is compiled, and is the reader's to change.
  return { kind: "issues", issues: compiled.faults.map((message) => ({ path: "", message })) };
}

/** What the source of the sum that is committed says of it: who pays is not told alike everywhere. */
function committedBy({ money }: Scenario): Pick<Shown, "commitmentNote"> {
  const total = money?.commitment?.totalUsd;
  const note = typeof total === "object" ? total.note : undefined;
  return note === undefined ? {} : { commitmentNote: note };
}

/** What a request starts from: a scenario of the reader's own, or a preset. */
export const baseOf = ({ preset, own }: RunRequest): unknown => own ?? preset;

export const issueView = ({ path, message, found }: Issue): IssueView => ({
  path,
  message: found === undefined ? message : `${message} (found ${found})`,
});

/** The same read, with the announcements that are switched: what these change is no change of the reader's own. */
const startOf = async (request: RunRequest): Promise<Awaited<ReturnType<typeof fetchScenario>>> =>
  fetchScenario(baseOf(request), { patch: newsIn(request.patch) });

/** Text of a preset's scenario and of the same with a patch; the first stands for both if the patch is bad. */
export async function scenarioTexts(
  request: RunRequest,
): Promise<{ readonly presetText: string; readonly text: string }> {
  const plain = await startOf(request);
  const changed = await fetchScenario(baseOf(request), { patch: request.patch });
  const presetText = plain.ok ? JSON.stringify(plain.scenario, undefined, 2) : "{}";
  return { presetText, text: changed.ok ? JSON.stringify(changed.scenario, undefined, 2) : presetText };
}

/**
 * The levers of a scenario with the values they have in the unchanged one, or in itself where that has none; a
 * lever without any value is left out.
 */
function leversOf(scenario: Scenario, plain: Scenario): LeverView[] {
  // What a scenario does not say of chips and systems, the catalogue does.
  const roots = [plain, scenario].map((each) => ({ ...each, catalogue: catalogueOf(each) }));
  const [root] = roots;
  return Object.entries(scenario.levers).flatMap(([id, lever]): LeverView[] => {
    const words = lever.path.split(" ").filter((word) => word !== "");
    const found = roots
      .flatMap((each) => words.map((word) => getPath(each, word)))
      .find((value) => value !== undefined);
    const preset = isObject(found) ? found["value"] : found;
    const { label, group, unit, help, notice = "", moves = "", choices, min, max, step, zones } = lever;
    const paths = words.map((word) => splitPath(root, word));
    const base = { id, label, group, paths, unit, help, notice, moves, origin: originOf(found) };
    if (choices !== undefined) {
      if (typeof preset !== "number" && typeof preset !== "string") return [];
      return [{ ...base, kind: "choice", choices, preset }];
    }
    if (typeof preset !== "number" || min === undefined || max === undefined || step === undefined) return [];
    return [{ ...base, kind: "range", min, max, step, zones, preset }];
  });
}

/** "assumed", or "published: https://..." */
function originOf(quantity: unknown): string {
  if (!isObject(quantity)) return "";
  const { confidence, source } = quantity;
  const parts = [confidence, source].flatMap((part) =>
    typeof part === "string" && part !== "" ? [part] : [],
  );
  return [...new Set(parts)].join(": ");
}
