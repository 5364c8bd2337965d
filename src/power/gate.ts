/**
 * What a site can power. Watts of IT load throughout; facility watts are IT watts times the peak PUE, because
 * capacity is sized for the worst hour.
 */

/**
 * Chips that fit under an IT limit, in whole UltraServers.
 * @param itWatts limit, W of IT load; @param wattsPerChip all-in (chip, host, network share), W
 */
export function admittedChips(itWatts: number, wattsPerChip: number, chipsPerUs: number): number {
  // A limit that is a whole number of UltraServers must not lose one to rounding.
  return Math.floor(itWatts / (wattsPerChip * chipsPerUs) + 1e-9) * chipsPerUs;
}

export interface SitePower {
  /** Building IT watts by hall type, all tenants. */
  readonly airWatts: number;
  readonly liquidWatts: number;
  /** Facility watts the utility delivers; Infinity where not known. */
  readonly utilityWatts: number;
  readonly curtailedWatts: number;
  readonly peakPue: number;
  readonly tenancyShare: number;
  /** Ours on paper, facility W; Infinity where no agreement says. */
  readonly agreementWatts: number;
}

/** Our part of what is energised, facility W: min(building, utility), and no more than the agreement gives. */
export function energisedWatts(site: SitePower): number {
  const building = (site.airWatts + site.liquidWatts) * site.peakPue;
  return Math.min(Math.min(building, site.utilityWatts) * site.tenancyShare, site.agreementWatts);
}

/** IT watts that may be drawn at this moment: what is energised less what is curtailed, at peak PUE. */
export function drawLimitWatts(site: SitePower): number {
  const building = (site.airWatts + site.liquidWatts) * site.peakPue;
  const supply = Math.min(building, site.utilityWatts) - site.curtailedWatts;
  return Math.min(Math.max(0, supply) * site.tenancyShare, site.agreementWatts) / site.peakPue;
}
