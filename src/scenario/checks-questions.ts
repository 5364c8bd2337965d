/** Rules of by-date questions: what they ask about is there, and their dates lie within the scenario. */
import { checkSiteKnown } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { suggestion } from "./issues.ts";
import type { Reader } from "./reader.ts";

export function checkQuestions(context: Context): void {
  for (const [, question] of context.scenario.get("questions").entries()) {
    const kind = question.get("kind").text();
    if (kind === "campaign") checkCampaign(context, question);
    else if (kind === "demand") checkDemand(context, question);
    else if (kind === "site") {
      checkSiteKnown(context, question.get("site"));
      checkWithin(context, question.get("by"));
    }
  }
}

/** Reports a day outside the scenario. */
function checkWithin(context: Context, day: Reader): void {
  const [date, start, end] = [day.day(), dayOf(context, "start"), dayOf(context, "end")];
  if (date === undefined || start === undefined || end === undefined) return;
  if (date <= start || date > end) context.report(day.path, `must be after ${start} and up to ${end}`, date);
}

const dayOf = (context: Context, key: "start" | "end"): string | undefined => context.scenario.get(key).day();

function checkCampaign(context: Context, question: Reader): void {
  const id = question.get("campaign").text();
  const campaigns = context.scenario.get("training").get("campaigns");
  if (id === undefined) return;
  const campaign = campaigns.get(id);
  if (!campaign.exists) {
    const ids = campaigns.entries().map(([key]) => key);
    context.report(
      question.get("campaign").path,
      `must be a campaign of this scenario${suggestion(id, ids)}`,
      id,
    );
    return;
  }
  const run = question.get("run").number() ?? 1;
  if (run > 1 && !campaign.get("repeatAfterDays").exists && !campaign.get("everyDays").exists)
    context.report(question.get("run").path, `must be 1, as ${id} runs once`, run);
  const by = question.get("by");
  if (by.exists) checkWithin(context, by);
  else if (!campaign.get("deadline").exists && !campaign.get("deadlineDays").exists)
    context.report(by.path, `is needed, as ${id} has no deadline`);
}

function checkDemand(context: Context, question: Reader): void {
  const quarter = question.get("quarter");
  if (!context.scenario.get("inference").exists)
    context.report(quarter.path, "asks for demand, and the scenario has no inference");
  const [start, end] = [dayOf(context, "start"), dayOf(context, "end")];
  const found = /^(\d{4})-Q([1-4])$/.exec(quarter.text() ?? "");
  if (found === null || start === undefined || end === undefined) return;
  const [year, nth] = [Number(found[1]), Number(found[2])];
  const day = (quarters: number): string =>
    `${year + Math.floor(quarters / 4)}-${String((quarters % 4) * 3 + 1).padStart(2, "0")}-01`;
  if (day(nth - 1) < start || day(nth) > end)
    context.report(quarter.path, `must lie whole between ${start} and ${end}`, quarter.text());
}
