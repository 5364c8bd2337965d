/** Rules of deliveries: known systems and sites, dates in order, a hall that can take the racks. */
import { checkEither, checkKnown, checkNotBeforeStart, checkOrder, checkSiteKnown } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { hallTypesFor, rackKwOf } from "./catalogue-lookup.ts";
import type { Reader } from "./reader.ts";

export function checkDeliveries(context: Context): void {
  for (const [, delivery] of context.scenario.get("deliveries").entries()) {
    checkKnown(context, delivery.get("system"), "systems");
    for (const system of delivery.get("newestOf").items()) checkKnown(context, system, "systems");
    if (delivery.get("kind").text() === "fill") checkEither(context, delivery, "system", "newestOf", false);
    checkSiteKnown(context, delivery.get("site"));
    for (const site of delivery.get("sites").items()) checkSiteKnown(context, site);
    checkNotBeforeStart(context, delivery.get("date"));
    checkNotBeforeStart(context, delivery.get("from"));
    checkOrder(context, delivery.get("from"), delivery.get("to"));
    checkOrder(context, delivery.get("phasesFrom"), delivery.get("phasesUntil"));
    checkStanding(context, delivery);
    checkArrival(context, delivery);
    checkWatts(context, delivery);
    checkHall(context, delivery);
  }
}

/** What stands at the start came before it. */
function checkStanding(context: Context, delivery: Reader): void {
  const [since, start] = [delivery.get("since").day(), context.scenario.get("start").day()];
  if (since !== undefined && start !== undefined && since > start)
    context.report(delivery.get("since").path, `must be on or before the start ${start}`, since);
}

/** An order may be older than the scenario, what it brings may not. */
function checkArrival(context: Context, delivery: Reader): void {
  const kind = delivery.get("kind").text();
  if (kind !== undefined && kind !== "order") return;
  const [ordered, days] = [delivery.get("ordered").day(), delivery.get("leadTimeDays").number()];
  const start = context.scenario.get("start").day();
  if (ordered === undefined || days === undefined || start === undefined) return;
  const arrival = new Date(Date.parse(ordered) + days * 86_400_000).toISOString().slice(0, 10);
  if (arrival < start)
    context.report(
      delivery.get("ordered").path,
      `must arrive on or after the start ${start} (arrives ${arrival})`,
    );
}

/** A chip whose watts nobody states cannot be placed: it is asked for, not guessed. */
function checkWatts(context: Context, delivery: Reader): void {
  const system = context.catalogue.get("systems").get(delivery.get("system").text() ?? "");
  const id = system.get("chip").text();
  if (id === undefined) return;
  const chip = context.catalogue.get("chips").get(id);
  if (chip.exists && !chip.get("allInWatts").exists)
    context.report(
      delivery.get("system").path,
      `needs the all-in watts of ${id}, which the catalogue does not have; add catalogue.chips.${id}.allInWatts`,
    );
}

/** Kinds of hall with any MW at a site. */
function hallsOf(site: Reader): ReadonlySet<string> {
  const phases = site
    .get("phases")
    .entries()
    .map(([, phase]) => phase);
  const built = phases.filter((phase) => (phase.get("itMw").number() ?? 1) > 0);
  return new Set(built.map((phase) => phase.get("hall").text() ?? "air"));
}

function checkHall(context: Context, delivery: Reader): void {
  const entry = context.world?.systems[delivery.get("system").text() ?? ""];
  if (context.world === undefined || entry === undefined) return;
  const fit = hallTypesFor(context.world, entry);
  if (fit === undefined) {
    const missing = [
      entry.cooling === undefined ? "cooling" : "",
      rackKwOf(entry) === undefined ? "rackKw" : "",
    ].filter((word) => word !== "");
    context.report(
      delivery.get("system").path,
      `needs ${missing.join(" and ")} of ${entry.id}, which the catalogue does not have; add catalogue.systems.${entry.id}.${missing[0]}`,
    );
    return;
  }
  const wanted = delivery.get("halls").text();
  const draw = `${entry.id}, ${entry.cooling}-cooled, ${rackKwOf(entry)} kW a rack`;
  if (wanted !== undefined && !fit.some((kind) => kind === wanted)) {
    context.report(
      delivery.get("halls").path,
      `must be a hall that can take ${draw}: ${fit.join(" or ") || "none can"}`,
      wanted,
    );
    return;
  }
  const all = context.scenario.get("sites").entries();
  const named = [delivery.get("site"), ...delivery.get("sites").items()].map((each) => each.text());
  const sites = named.some((id) => id !== undefined) ? all.filter(([id]) => named.includes(id)) : all;
  const has = new Set(sites.flatMap(([, site]) => [...hallsOf(site)]));
  if (
    has.size === 0 ||
    [...has].some((kind) => fit.some((each) => each === kind) && (wanted === undefined || kind === wanted))
  )
    return;
  const places = sites.map(([id]) => id).join(", ");
  const limits = context.catalogue
    .get("hallTypes")
    .entries()
    .map(([kind, hall]) => `${kind} up to ${hall.get("maxRackKw").number()} kW a rack`);
  context.report(
    delivery.get("system").path,
    `must fit a hall at ${places}, which ${sites.length > 1 ? "have" : "has"} only ${[...has].join(", ")} (${limits.join(", ")})`,
    draw,
  );
}
