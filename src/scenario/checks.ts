/** The rules that one field's schema cannot see: between dates, between entries, against the catalogue. */
import { checkOrder } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { checkAgreement } from "./checks-agreement.ts";
import { checkInference } from "./checks-demand.ts";
import { checkDeliveries } from "./checks-deliveries.ts";
import { checkLevers } from "./checks-levers.ts";
import { checkMoney } from "./checks-money.ts";
import { checkServedModels } from "./checks-models.ts";
import { checkOrders } from "./checks-orders.ts";
import { checkQuestions } from "./checks-questions.ts";
import { checkReliability } from "./checks-reliability.ts";
import { checkSites } from "./checks-sites.ts";
import { checkUncertainty } from "./checks-uncertainty.ts";
import { checkTraining } from "./checks-work.ts";
import { suggestion } from "./issues.ts";

const EARLIEST = "1970-01-01";
const LATEST = "2200-01-01";
const MOST_BINS = 100_000;
const MS_PER_HOUR = 3_600_000;

function checkHorizon(context: Context): void {
  const { scenario, report } = context;
  const [start, end] = [scenario.get("start"), scenario.get("end")];
  for (const each of [start, end]) {
    const day = each.day();
    if (day !== undefined && (day < EARLIEST || day > LATEST))
      report(each.path, `must be from ${EARLIEST} to ${LATEST}`, day);
  }
  checkOrder(context, start, end);
  const [from, to] = [start.day(), end.day()];
  const binHours = scenario.get("binHours").number() ?? 24;
  if (from === undefined || to === undefined) return;
  const bins = (Date.parse(to) - Date.parse(from)) / (MS_PER_HOUR * binHours);
  if (bins > MOST_BINS)
    report(
      "binHours",
      `gives ${Math.ceil(bins)} bins and must give at most ${MOST_BINS}; take longer bins or an earlier end`,
      binHours,
    );
}

function checkSupply(context: Context): void {
  for (const [chip, series] of context.scenario.get("supply").entries()) {
    const ids = context.catalogue
      .get("chips")
      .entries()
      .map(([key]) => key);
    if (!ids.includes(chip))
      context.report(series.path, `must be a chip of the catalogue${suggestion(chip, ids)}`, chip);
    let before = 0;
    for (const [, units] of series.entries().toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const count = units.number();
      if (count === undefined) continue;
      if (count < before)
        context.report(
          units.path,
          `must be >= the date before, as it is cumulative (was ${before}, got ${count})`,
        );
      before = Math.max(before, count);
    }
  }
}

function checkThrottleOrder(context: Context): void {
  const order = context.scenario.get("power").get("throttleOrder");
  const words = order.items().map((item) => item.text());
  if (words.length === 3 && new Set(words).size < 3)
    context.report(order.path, "must name training, serving and idle once each", words.join(", "));
}

/** Runs every rule; each reports all it finds. */
export function runChecks(context: Context): void {
  checkHorizon(context);
  checkSites(context);
  checkAgreement(context);
  checkDeliveries(context);
  checkOrders(context);
  checkSupply(context);
  checkThrottleOrder(context);
  checkTraining(context);
  checkInference(context);
  checkServedModels(context);
  checkReliability(context);
  checkMoney(context);
  checkLevers(context);
  checkUncertainty(context);
  checkQuestions(context);
}
