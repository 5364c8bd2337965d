/** Rules of training: campaigns that say one thing once, ranges in order, queues whose teams are known. */
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

const TOLERANCE = 1e-6;

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

/** Teams are those that streams name; where teams share, every stream has one. */
function checkQueue(context: Context, training: Reader): void {
  const queue = training.get("queue");
  if (!queue.exists) return;
  const streams = training.get("streams").entries();
  const teams = streams.flatMap(([, stream]) => stream.get("team").text() ?? []);
  let sum = 0;
  for (const [team, share] of queue.get("shares").entries()) {
    sum += share.number() ?? 0;
    if (!teams.includes(team))
      context.report(share.path, `must name the team of a stream${suggestion(team, teams)}`);
  }
  if (sum > 1 + TOLERANCE) context.report(queue.get("shares").path, "must add up to 1 at most", sum);
  if (!["fair-share", "quota"].includes(queue.get("discipline").text() ?? "")) return;
  for (const [, stream] of streams)
    if (!stream.get("team").exists)
      context.report(stream.get("team").path, "must be given where teams share chips");
}

/** A stream's jobs are drawn or listed; a list's columns are of one length and in order. */
function checkStream(context: Context, stream: Reader): void {
  const log = stream.get("log");
  for (const key of ["perDay", "chips", "days"]) {
    const part = stream.get(key);
    if (part.exists && log.exists) context.report(part.path, "must not stand beside log, which says it");
    else if (!part.exists && !log.exists) context.report(part.path, "must be given, or a log instead");
  }
  for (const part of [stream.get("chips"), stream.get("days")]) {
    const [values, weights] = [part.get("values").items().length, part.get("weights").items().length];
    if (values !== weights)
      context.report(part.get("weights").path, `must be as many as values, ${values}`, weights);
  }
  if (!log.exists) return;
  const submits = log.get("submitSeconds").items();
  for (const key of ["chips", "runSeconds"]) {
    const count = log.get(key).items().length;
    if (count !== submits.length)
      context.report(log.get(key).path, `must be as many as submitSeconds, ${submits.length}`, count);
  }
  let last = -Infinity;
  for (const submit of submits) {
    const seconds = submit.number() ?? last;
    if (seconds < last) context.report(submit.path, `must be >= the one before, ${last}`, seconds);
    last = seconds;
  }
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
  checkQueue(context, training);
  for (const [, stream] of training.get("streams").entries()) {
    checkJob(context, stream);
    checkNotBeforeStart(context, stream.get("from"));
    checkOrder(context, stream.get("from"), stream.get("until"));
    checkStream(context, stream);
    for (const distribution of [stream.get("chips"), stream.get("days")]) {
      checkAtMost(context, distribution, "low", "high");
      checkAtMost(context, distribution, "p5", "p95");
    }
  }
}
