/**
 * Numbers that were drawn one by one and must fit together: shares that add up to one, levels that never fall, a least
 * that is no more than its most. Only what was drawn gives way; what has no range stays.
 */
import { epochSeconds, SECONDS_PER_DAY } from "../engine/index.ts";
import type { DeliverySpec, Scenario } from "../scenario/schema.ts";
import { getPath } from "../scenario/set-path.ts";

/** Values by path: drawn ones may be changed, all others are read where they stand. */
export class Draft {
  private readonly drawn: Map<string, number>;
  private readonly standing: (path: string) => number | undefined;

  constructor(drawn: Map<string, number>, standing: (path: string) => number | undefined) {
    this.drawn = drawn;
    this.standing = standing;
  }

  get(path: string): number | undefined {
    return this.drawn.get(path) ?? this.standing(path);
  }

  isDrawn(path: string): boolean {
    return this.drawn.has(path);
  }

  set(path: string, value: number): void {
    this.drawn.set(path, value);
  }
}

/** Scales the drawn ones of `paths` so that all of them add up to `total`. */
export function addUpTo(draft: Draft, total: number, paths: readonly string[]): void {
  const free = paths.filter((path) => draft.isDrawn(path));
  const sumOf = (some: readonly string[]): number =>
    some.reduce((sum, path) => sum + (draft.get(path) ?? 0), 0);
  const sum = sumOf(free);
  const left = Math.max(0, total - sumOf(paths.filter((path) => !draft.isDrawn(path))));
  if (sum <= 0) return;
  for (const path of free) draft.set(path, ((draft.get(path) ?? 0) / sum) * left);
}

/** Lets no drawn one fall below one before it, or rise above one after it that has no range. */
export function ascend(draft: Draft, paths: readonly string[]): void {
  const values = paths.map((path) => ({ path, value: draft.get(path), free: draft.isDrawn(path) }));
  let least = -Infinity;
  values.forEach(({ path, value, free }, i) => {
    if (value === undefined) return;
    const most = values.slice(i + 1).reduce((m, v) => (v.free ? m : Math.min(m, v.value ?? m)), Infinity);
    const held = free ? Math.min(Math.max(value, least), most) : value;
    if (free && held !== value) draft.set(path, held);
    least = Math.max(least, held);
  });
}

/** `low` <= `high`: the upper one is raised where it was drawn, else the lower one comes down. */
export function order(draft: Draft, low: string, high: string): void {
  const [least, most] = [draft.get(low), draft.get(high)];
  if (least === undefined || most === undefined || least <= most) return;
  if (draft.isDrawn(high)) draft.set(high, least);
  else if (draft.isDrawn(low)) draft.set(low, most);
}

/** Applies every rule of that kind that a scenario has. */
export function makeConsistent(scenario: Scenario, draft: Draft): void {
  const under = (path: string, field: string): string[] =>
    Object.keys(keyed(getPath(scenario, path))).map((id) => `${path}.${id}${field}`);
  addUpTo(draft, 1, under("inference.classes", ".share"));
  addUpTo(draft, 1, under("inference.regions", ".share"));
  addUpTo(draft, 1, under("agreement.residual", ""));
  for (const chip of Object.keys(scenario.supply)) ascend(draft, under(`supply.${chip}`, "").toSorted());
  for (const [id, site] of Object.entries(scenario.sites)) {
    const at = `sites.${id}`;
    const dated = Object.entries(site.phases).toSorted(
      ([a, p], [b, q]) =>
        compare(p.date, q.date) ||
        (standing(scenario, `${at}.phases.${a}.itMw`) ?? 0) -
          (standing(scenario, `${at}.phases.${b}.itMw`) ?? 0),
    );
    for (const field of ["itMw", "residual"])
      ascend(
        draft,
        dated.map(([key]) => `${at}.phases.${key}.${field}`),
      );
    const region = `catalogue.regions.${site.region}`;
    order(draft, `${region}.annualPue`, `${region}.peakPue`);
    order(
      draft,
      site.annualPue === undefined ? `${region}.annualPue` : `${at}.annualPue`,
      site.peakPue === undefined ? `${region}.peakPue` : `${at}.peakPue`,
    );
  }
  for (const at of under("training.campaigns", "")) order(draft, `${at}.minChips`, `${at}.maxChips`);
  for (const at of [...under("training.streams", ".chips"), ...under("training.streams", ".days")]) {
    order(draft, `${at}.low`, `${at}.high`);
    order(draft, `${at}.p5`, `${at}.p95`);
  }
  if (scenario.inference !== undefined) {
    const llm = `catalogue.llms.${scenario.inference.llm}`;
    order(draft, `${llm}.activeParams`, `${llm}.params`);
    order(draft, `${llm}.routedExpertParams`, `${llm}.params`);
    order(draft, `${llm}.topK`, `${llm}.experts`);
    const growth = "inference.growth";
    const [first, last] = ["perYear", "finalPerYear"].map((name) => standing(scenario, `${growth}.${name}`));
    // Growth that is meant to slow down does not speed up.
    if ((first ?? 0) >= (last ?? 0)) order(draft, `${growth}.finalPerYear`, `${growth}.perYear`);
  }
  keepArrivals(scenario, draft);
}

/** What was ordered still comes after the start, and nothing is ordered or cancelled later than a lead time allows. */
function keepArrivals(scenario: Scenario, draft: Draft): void {
  for (const [id, delivery] of Object.entries(scenario.deliveries)) {
    const path = `deliveries.${id}.leadTimeDays`;
    const days = draft.get(path);
    if (delivery.kind === "standing" || days === undefined || !draft.isDrawn(path)) continue;
    const { ordered, cancelled } = delivery;
    if (delivery.kind === "order") {
      draft.set(path, Math.max(days, daysBetween(delivery.ordered, scenario.start)));
      continue;
    }
    const planned = plannedDates(scenario, delivery).toSorted(compare);
    const [first, last] = [planned[0], planned.at(-1)];
    const most = Math.min(
      ordered === undefined || first === undefined ? Infinity : daysBetween(ordered, first),
      cancelled === undefined || last === undefined ? Infinity : daysBetween(cancelled, last),
    );
    draft.set(path, Math.min(days, Math.max(0, most)));
  }
}

const daysBetween = (from: string, to: string): number =>
  (epochSeconds(to) - epochSeconds(from)) / SECONDS_PER_DAY;

/** Days on which a delivery is planned to come, or on which the halls it fills are planned. */
function plannedDates(scenario: Scenario, delivery: DeliverySpec): string[] {
  if (delivery.kind === "batch") return [delivery.date];
  if (delivery.kind === "ramp") return [delivery.from, delivery.to];
  if (delivery.kind !== "fill") return [];
  const { sites = Object.keys(scenario.sites), halls, phasesFrom = "", phasesUntil = "9999" } = delivery;
  return sites
    .flatMap((id) => Object.values(scenario.sites[id]?.phases ?? {}))
    .filter((phase) => halls === undefined || phase.hall === halls)
    .map((phase) => phase.date)
    .filter((date) => date >= phasesFrom && date < phasesUntil);
}

/** The number at a path of the scenario as it is written. */
export function standing(scenario: Scenario, path: string): number | undefined {
  const value = getPath(scenario, path);
  const number: unknown = typeof value === "number" ? value : keyed(value)["value"];
  return typeof number === "number" ? number : undefined;
}

const keyed = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
