/** Both halves in one go, where there is no page: baking and tests. */
import type { IssueView, RunView } from "../view/run-view.ts";
import { execute } from "./execute.ts";
import { prepare } from "./prepare.ts";
import type { RunRequest } from "./protocol.ts";

export type Outcome =
  | { readonly kind: "done"; readonly view: RunView }
  | { readonly kind: "issues"; readonly issues: readonly IssueView[] };

export async function run(request: RunRequest): Promise<Outcome> {
  const prepared = await prepare(request);
  if (prepared.kind === "issues") return prepared;
  return { kind: "done", view: await execute(prepared.model, prepared.shown, {}) };
}
