/** Rules that hold between fields and between entries of the catalogue. */
import type { Catalogue } from "./catalogue.ts";
import { PROJECTED } from "./catalogue-schema.ts";
import type { Chip, Site } from "./catalogue-schema.ts";
import { factsOf } from "./catalogue-walk.ts";
import { suggestion } from "./issues.ts";
import { rankOf } from "./quantity.ts";

const unknown = (path: string, what: string, found: string, known: readonly string[]): string =>
  `${path} must name a ${what} of the catalogue${suggestion(found, known)} (found "${found}")`;

function* siteFaults(path: string, site: Site): Generator<string> {
  for (const [i, phase] of site.phases.entries()) {
    const at = `${path}.phases[${i}]`;
    const before = site.phases[i - 1];
    if (before !== undefined && phase.date <= before.date)
      yield `${at}.date must be after ${before.date} (found ${phase.date})`;
    if (phase.facilityMw < phase.itMw)
      yield `${at}.facilityMw must be >= itMw ${phase.itMw} (found ${phase.facilityMw})`;
    // A later look may correct a forecast downwards; what was there does not shrink.
    const standing = site.phases.slice(0, i).findLast((earlier) => earlier.status !== "forecast");
    if (standing !== undefined && phase.itMw < standing.itMw)
      yield `${at}.itMw must be >= ${standing.itMw} of ${standing.date} (found ${phase.itMw})`;
  }
  for (const [i, contract] of site.utility.contracts.entries())
    if (contract.end < contract.start)
      yield `${path}.utility.contracts[${i}].end must be on or after ${contract.start} (found ${contract.end})`;
}

/**
 * A projection starts from a chip that is not projected itself; only a projected chip has projected numbers, and
 * what is uncertain of those is its gain.
 */
function* projectionFaults(path: string, chip: Chip, chips: Catalogue["chips"]): Generator<string> {
  const { projection } = chip;
  if (projection === undefined) {
    for (const fact of factsOf(chip, path))
      if (fact.source === PROJECTED)
        yield `${fact.path}.source must not be "${PROJECTED}" where ${path} has no projection (found "${PROJECTED}")`;
    return;
  }
  for (const fact of factsOf(chip, path))
    if (fact.source === PROJECTED && typeof fact.value === "number" && (fact.low ?? fact.high) !== undefined)
      yield `${fact.path} must have no range where its source is "${PROJECTED}" (found ${String(fact.low ?? fact.high)})`;
  const from = chips[projection.from];
  if (from === undefined)
    yield unknown(`${path}.projection.from`, "chip", projection.from, Object.keys(chips));
  else if (from.projection !== undefined)
    yield `${path}.projection.from must name a chip without a projection of its own (found "${projection.from}")`;
}

/** A number is no better known than the worst of what it was computed from. */
function* inputFaults(catalogue: Catalogue): Generator<string> {
  const facts = new Map([...factsOf(catalogue)].map((fact) => [fact.path, fact]));
  for (const fact of facts.values())
    for (const path of fact.inputs ?? []) {
      const input = facts.get(path);
      if (input === undefined)
        yield `${fact.path}.inputs must name numbers of the catalogue (found "${path}")`;
      else if (rankOf(fact.confidence) < rankOf(input.confidence))
        yield `${fact.path}.confidence must be no better than ${input.confidence} of ${path} (found "${fact.confidence}")`;
    }
}

/** Every broken rule, one line each; none where the catalogue is sound. */
export function* crossFaults(catalogue: Catalogue): Generator<string> {
  const chips = Object.keys(catalogue.chips);
  const regions = Object.keys(catalogue.regions);
  const systems = Object.keys(catalogue.systems);
  for (const [id, chip] of Object.entries(catalogue.chips))
    yield* projectionFaults(`chips.${id}`, chip, catalogue.chips);
  for (const [id, system] of Object.entries(catalogue.systems)) {
    if (!chips.includes(system.chip)) yield unknown(`systems.${id}.chip`, "chip", system.chip, chips);
    for (const [i, { than }] of (system.claims ?? []).entries())
      if (!systems.includes(than)) yield unknown(`systems.${id}.claims[${i}].than`, "system", than, systems);
  }
  for (const [id, series] of Object.entries(catalogue.units)) {
    if (!chips.includes(series.chip)) yield unknown(`units.${id}.chip`, "chip", series.chip, chips);
    for (const [i, row] of series.rows.entries()) {
      const before = series.rows[i - 1];
      if (row.low > row.units || row.units > row.high)
        yield `units.${id}.rows[${i}] must have low <= units <= high (found ${row.low}, ${row.units}, ${row.high})`;
      if (before !== undefined && (row.date <= before.date || row.units < before.units))
        yield `units.${id}.rows[${i}] must be later and no fewer than ${before.units} of ${before.date} (found ${row.units} of ${row.date})`;
    }
  }
  for (const [id, region] of Object.entries(catalogue.regions)) {
    const path = `regions.${id}`;
    if (region.peakPue.value < region.annualPue.value)
      yield `${path}.peakPue must be >= annualPue ${region.annualPue.value} (found ${region.peakPue.value})`;
    if ((region.rttMs === undefined) === (region.rttLike === undefined))
      yield `${path} must have either rttMs or rttLike (found ${region.rttMs === undefined ? "neither" : "both"})`;
    for (const to of Object.keys(region.rttMs?.values ?? {}))
      if (!regions.includes(to)) yield unknown(`${path}.rttMs.values.${to}`, "region", to, regions);
    const like = region.rttLike?.region;
    if (like !== undefined && catalogue.regions[like]?.rttMs === undefined)
      yield `${path}.rttLike.region must name a region with rttMs (found "${like}")`;
  }
  for (const [id, site] of Object.entries(catalogue.sites)) {
    if (!regions.includes(site.region)) yield unknown(`sites.${id}.region`, "region", site.region, regions);
    for (const [i, seen] of (site.sightings ?? []).entries())
      if (!chips.includes(seen.chip))
        yield unknown(`sites.${id}.sightings[${i}].chip`, "chip", seen.chip, chips);
    yield* siteFaults(`sites.${id}`, site);
  }
  for (const [id, llm] of Object.entries(catalogue.llms)) {
    const { params, activeParams, routedExpertParams, experts, topK } = llm;
    if (activeParams.value > params.value)
      yield `llms.${id}.activeParams must be <= params ${params.value} (found ${activeParams.value})`;
    if (routedExpertParams.value > params.value)
      yield `llms.${id}.routedExpertParams must be <= params ${params.value} (found ${routedExpertParams.value})`;
    if (topK.value > experts.value)
      yield `llms.${id}.topK must be <= experts ${experts.value} (found ${topK.value})`;
  }
  for (const [id, { tokenMix, profile, sloClass }] of Object.entries(catalogue.archetypes)) {
    const refers = { tokenMix, profile, sloClass };
    const shelves = { tokenMix: "tokenMixes", profile: "profiles", sloClass: "sloClasses" } as const;
    for (const key of ["tokenMix", "profile", "sloClass"] as const) {
      const known = Object.keys(catalogue[shelves[key]]);
      if (!known.includes(refers[key])) yield unknown(`archetypes.${id}.${key}`, "entry", refers[key], known);
    }
  }
  yield* inputFaults(catalogue);
}
