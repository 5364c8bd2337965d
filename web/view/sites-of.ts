/** Sites of a result: what is planned and built there, and which pools stand there. */
import type { Result } from "../api.ts";
import type { SiteView } from "./run-view.ts";

export function sitesOf(result: Result): readonly SiteView[] {
  const at = (seconds: number): number => (result.startEpochSeconds + seconds) * 1000;
  return result.sites.map((site) => ({
    id: site.id,
    name: site.name,
    region: site.region,
    utilityKnown: site.utilityKnown,
    tenancyShare: site.tenancyShare,
    buildingFactor: site.tenancyShare * site.peakPue,
    illustrative: site.illustrative,
    phases: site.phases.map(({ id, hall, plannedSeconds, readySeconds, itMw }) => ({
      id,
      hall,
      planned: at(plannedSeconds),
      ready: at(readySeconds),
      itMw,
    })),
    retrofits: result.retrofits
      .filter((row) => row.site === site.id)
      .map(({ fromSeconds, untilSeconds, itMw }) => ({
        from: at(fromSeconds),
        until: at(untilSeconds),
        itMw,
      })),
    pools: result.pools
      .filter((pool) => pool.site === site.id)
      .map(({ id, system, chip, chipName }) => ({ id, system, chip, chipName })),
  }));
}

/** Chips in service by pool of a site. */
export function poolColumns(result: Result, site: string): Record<string, Float64Array> {
  return Object.fromEntries(
    result.pools
      .filter((pool) => pool.site === site)
      .flatMap(({ id }): [string, Float64Array][] => {
        const mean = result.series.find((each) => each.id === `fleet.pool.${id}`)?.mean;
        return mean === undefined ? [] : [[`pool.${id}`, mean]];
      }),
  );
}
