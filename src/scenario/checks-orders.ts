/** Rules of orders: placed by their order-by date, cancelled before it; ramps and claims in order. */
import { checkKnown, checkOrder } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import type { Reader } from "./reader.ts";

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function checkOrders(context: Context): void {
  for (const [, delivery] of context.scenario.get("deliveries").entries()) {
    const planned = plannedDays(context, delivery);
    const lead = delivery.get("leadTimeDays").number();
    if (delivery.get("kind").text() !== "order") checkOrderBy(context, delivery, planned, lead);
    checkCancelled(context, delivery, planned, lead);
  }
  const supply = context.scenario.get("chipSupply");
  for (const [chip, ramp] of supply.get("ramps").entries()) checkChip(context, chip, ramp);
  for (const [, claim] of supply.get("claims").entries()) {
    checkOrder(context, claim.get("from"), claim.get("until"));
    for (const chip of claim.get("chips").items()) checkChip(context, chip.text() ?? "", chip);
  }
  for (const system of context.scenario.get("fleet").get("refresh").get("systems").items())
    checkKnown(context, system, "systems");
}

function checkChip(context: Context, id: string, at: Reader): void {
  if (!context.catalogue.get("chips").get(id).exists)
    context.report(at.path, "must be a chip of the catalogue", id);
}

/** Planned arrivals of a delivery, first and last, as text; undefined where the scenario cannot be read that far. */
function plannedDays(context: Context, delivery: Reader): { first: string; last: string } | undefined {
  const kind = delivery.get("kind").text();
  const one = (day: string | undefined): { first: string; last: string } | undefined =>
    day === undefined ? undefined : { first: day, last: day };
  if (kind === "batch") return one(delivery.get("date").day());
  if (kind === "order") {
    const [ordered, lead] = [delivery.get("ordered").day(), delivery.get("leadTimeDays").number()];
    return ordered === undefined || lead === undefined
      ? undefined
      : one(dayOf(Date.parse(ordered) + lead * DAY_MS));
  }
  if (kind === "ramp") {
    const [first, last] = [delivery.get("from").day(), delivery.get("to").day()];
    return first === undefined || last === undefined ? undefined : { first, last };
  }
  if (kind !== "fill") return undefined;
  const days = filledPhases(context, delivery).sort();
  const [first, last] = [days[0], days[days.length - 1]];
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** Days of the phases a fill is for, by its own filters. */
function filledPhases(context: Context, delivery: Reader): string[] {
  const named = delivery
    .get("sites")
    .items()
    .map((site) => site.text());
  const from = delivery.get("phasesFrom").day() ?? "";
  const until = delivery.get("phasesUntil").day() ?? "9999";
  const hall = delivery.get("halls").text();
  return context.scenario
    .get("sites")
    .entries()
    .filter(([id]) => named.length === 0 || named.includes(id))
    .flatMap(([, site]) => site.get("phases").entries())
    .filter(([, phase]) => hall === undefined || (phase.get("hall").text() ?? "air") === hall)
    .flatMap(([, phase]) => phase.get("date").day() ?? [])
    .filter((day) => day >= from && day < until);
}

function checkOrderBy(
  context: Context,
  delivery: Reader,
  planned: { first: string } | undefined,
  lead: number | undefined,
): void {
  const ordered = delivery.get("ordered").day();
  if (ordered === undefined) return;
  if (lead === undefined) {
    context.report(`${delivery.path}.leadTimeDays`, "is needed where a day of the order is given");
    return;
  }
  if (planned === undefined) return;
  const orderBy = dayOf(Date.parse(planned.first) - lead * DAY_MS);
  if (ordered > orderBy)
    context.report(
      delivery.get("ordered").path,
      `must be on or before the order-by date ${orderBy} (${lead} days before ${planned.first})`,
      ordered,
    );
}

function checkCancelled(
  context: Context,
  delivery: Reader,
  planned: { last: string } | undefined,
  lead: number | undefined,
): void {
  const cancelled = delivery.get("cancelled").day();
  if (cancelled === undefined) return;
  if (lead === undefined) {
    context.report(`${delivery.path}.leadTimeDays`, "is needed where a cancellation is given");
    return;
  }
  if (planned === undefined) return;
  // The order-by date of an order is its own day, however long a part of a day its lead time has.
  const latest =
    delivery.get("kind").text() === "order"
      ? (delivery.get("ordered").day() ?? "")
      : dayOf(Date.parse(planned.last) - lead * DAY_MS);
  if (cancelled > latest)
    context.report(
      delivery.get("cancelled").path,
      `must be on or before ${latest}, the last order-by date: nothing can be cancelled after it`,
      cancelled,
    );
}
