/** Rules of the work: campaigns that say one thing once, ranges in order, shares that add up to 1. */
import {
  checkEither,
  checkKnown,
  checkNotBeforeStart,
  checkOneOf,
  checkOrder,
  checkSiteKnown,
} from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { suggestion } from "./issues.ts";
import type { Reader } from "./reader.ts";

function checkAtMost(context: Context, part: Reader, low: string, high: string): void {
  const [least, most] = [part.get(low).number(), part.get(high).number()];
  if (least === undefined || most === undefined || least <= most) return;
  context.report(part.get(low).path, `must be <= ${high} ${most}`, least);
}

function checkJob(context: Context, job: Reader): void {
  for (const site of job.get("sites").items()) checkSiteKnown(context, site);
  for (const system of job.get("systems").items()) checkKnown(context, system, "systems");
  const checkpoint = job.get("checkpoint");
  const [size, store] = [checkpoint.get("sizeGb"), checkpoint.get("storeGbPerS")];
  if (size.exists !== store.exists)
    context.report(checkpoint.path, "must give sizeGb and storeGbPerS together", "one of them");
  if (checkpoint.get("stallSeconds").exists && checkpoint.get("mode").text() !== "async")
    context.report(
      checkpoint.get("stallSeconds").path,
      "needs mode async; a blocking write stops the gang for all of writeSeconds",
    );
}

export function checkTraining(context: Context): void {
  const training = context.scenario.get("training");
  for (const [, campaign] of training.get("campaigns").entries()) {
    checkJob(context, campaign);
    checkNotBeforeStart(context, campaign.get("start"));
    checkOrder(context, campaign.get("start"), campaign.get("deadline"));
    checkOneOf(context, campaign, ["maxChips", "maxShare", "partOfShare"]);
    checkOneOf(context, campaign, ["flops", "days", "plannedDays"]);
    checkEither(context, campaign, "repeatAfterDays", "everyDays", true);
    if (campaign.get("partOfShare").exists && !training.get("share").exists)
      context.report(campaign.get("partOfShare").path, "needs training.share, of which it is a part");
    if (campaign.get("plannedDays").exists && campaign.get("maxChips").exists)
      context.report(
        campaign.get("plannedDays").path,
        "needs maxShare or partOfShare, a share of the fleet as planned",
      );
    checkEither(context, campaign, "minChips", "minShareOfMax", true);
    checkEither(context, campaign, "deadline", "deadlineDays", true);
    checkAtMost(context, campaign, "minChips", "maxChips");
  }
  for (const [, stream] of training.get("streams").entries()) {
    checkJob(context, stream);
    checkNotBeforeStart(context, stream.get("from"));
    checkOrder(context, stream.get("from"), stream.get("until"));
    for (const distribution of [stream.get("chips"), stream.get("days")]) {
      checkAtMost(context, distribution, "low", "high");
      checkAtMost(context, distribution, "p5", "p95");
    }
  }
}

const TOLERANCE = 1e-6;

function checkSum(context: Context, group: Reader): void {
  const shares = group.entries().map(([, part]) => part.get("share").number());
  if (!group.exists || shares.includes(undefined)) return;
  const sum = shares.reduce<number>((total, each) => total + (each ?? 0), 0);
  if (Math.abs(sum - 1) > TOLERANCE)
    context.report(group.path, "must have shares that add up to 1", Math.round(sum * 1e9) / 1e9);
}

export function checkInference(context: Context): void {
  const inference = context.scenario.get("inference");
  checkKnown(context, inference.get("llm"), "llms");
  if (inference.exists)
    checkEither(context, inference, "outputTokensPerSecond", "firstMonthUtilisation", false);
  checkKnown(context, inference.get("sloClass"), "sloClasses");
  checkNotBeforeStart(context, inference.get("from"));
  for (const [, each] of inference.get("classes").entries()) {
    checkKnown(context, each.get("profile"), "profiles");
    checkKnown(context, each.get("tokenMix"), "tokenMixes");
  }
  for (const [, region] of inference.get("regions").entries())
    checkKnown(context, region.get("origin"), "regions");
  checkSum(context, inference.get("classes"));
  checkSum(context, inference.get("regions"));
  checkHourly(context, inference);
}

/** Measured demand names regions and classes of this scenario; an unknown name is reported where it first stands. */
function checkHourly(context: Context, inference: Reader): void {
  const rows = inference.get("hourly").value;
  if (!Array.isArray(rows)) return;
  for (const [key, group] of [
    ["region", "regions"],
    ["class", "classes"],
  ] as const) {
    const known = inference
      .get(group)
      .entries()
      .map(([id]) => id);
    const seen = new Set(known);
    for (const row of inference.get("hourly").items()) {
      const id = row.get(key).text();
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      context.report(row.get(key).path, `must be one of inference.${group}${suggestion(id, known)}`, id);
    }
  }
}
