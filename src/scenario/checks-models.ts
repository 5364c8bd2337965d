/** Rules of served models: how each comes to serve is said once, and what it names is there. */
import { checkKnown } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { suggestion } from "./issues.ts";
import type { Reader } from "./reader.ts";

const TOLERANCE = 1e-6;
const FIRST = "main";
const idsOf = (group: Reader): readonly string[] => group.entries().map(([id]) => id);

export function checkServedModels(context: Context): void {
  const inference = context.scenario.get("inference");
  const models = inference.get("models");
  const classes = [...idsOf(inference.get("classes")), ...idsOf(inference.get("customers"))];
  const fromFirstDay = checkShares(context, inference, idsOf(models));
  const served = [FIRST, ...idsOf(models)];
  for (const [id, model] of models.entries()) {
    checkKnown(context, model.get("llm"), "llms");
    if (id === FIRST)
      context.report(model.path, `must have another id: ${FIRST} is the model of inference.llm`, id);
    checkCampaign(context, model.get("releasedBy"));
    const released = model.get("from").exists || model.get("releasedBy").exists;
    if (!released && !fromFirstDay.has(id))
      context.report(
        model.path,
        "must give from or releasedBy, or have a share in inference.classes.<id>.models",
        "neither",
      );
    if (released && fromFirstDay.has(id))
      context.report(
        model.path,
        "must not be released and serve from the first day, by inference.classes.<id>.models",
        "both",
      );
    checkReplaces(context, model.get("replaces"), served, id);
    const takes = model.get("classes");
    if (Array.isArray(takes.value) && takes.value.length === 0)
      context.report(takes.path, "must name a class, or be left out for all", "none");
    for (const each of takes.items()) {
      const klass = each.text();
      if (klass !== undefined && !classes.includes(klass))
        context.report(each.path, `must be one of inference.classes${suggestion(klass, classes)}`, klass);
    }
  }
}

/** Parts of classes by served model: known, and all of the class. Returns the models that have some from the first day. */
function checkShares(context: Context, inference: Reader, models: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const known = [FIRST, ...models];
  for (const [, klass] of inference.get("classes").entries()) {
    const parts = klass.get("models");
    if (!parts.exists) continue;
    let sum = 0;
    for (const [id, part] of parts.entries()) {
      sum += part.number() ?? 0;
      if ((part.number() ?? 0) > 0) found.add(id);
      if (!known.includes(id))
        context.report(part.path, `must be ${FIRST} or one of inference.models${suggestion(id, known)}`, id);
    }
    if (Math.abs(sum - 1) > TOLERANCE)
      context.report(parts.path, "must have shares that add up to 1", Math.round(sum * 1e9) / 1e9);
  }
  return found;
}

/** What it replaces is there, and is not itself. */
function checkReplaces(context: Context, replaces: Reader, served: readonly string[], id: string): void {
  if (Array.isArray(replaces.value) && replaces.value.length === 0)
    context.report(replaces.path, "must name a served model, or be left out for all", "none");
  for (const each of replaces.items()) {
    const other = each.text();
    if (other === id) context.report(each.path, "must be another served model", id);
    else if (other !== undefined && !served.includes(other))
      context.report(
        each.path,
        `must be ${FIRST} or one of inference.models${suggestion(other, served)}`,
        other,
      );
  }
}

function checkCampaign(context: Context, releasedBy: Reader): void {
  const campaigns = context.scenario.get("training").get("campaigns");
  const id = releasedBy.get("campaign").text();
  if (id === undefined) return;
  const campaign = campaigns.get(id);
  if (!campaign.exists) {
    context.report(
      releasedBy.get("campaign").path,
      `must be a campaign of this scenario${suggestion(id, idsOf(campaigns))}`,
      id,
    );
    return;
  }
  const run = releasedBy.get("run").number() ?? 1;
  if (run > 1 && !campaign.get("repeatAfterDays").exists && !campaign.get("everyDays").exists)
    context.report(releasedBy.get("run").path, `must be 1, as ${id} runs once`, run);
}
