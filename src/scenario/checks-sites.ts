/** Rules of sites: phases that grow, PUE in order, power taken back for a while. */
import { checkKnown, checkNotBeforeStart, checkOrder, lastKey } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import type { Reader } from "./reader.ts";

export function checkSites(context: Context): void {
  const { scenario, report } = context;
  const sites = scenario.get("sites");
  if (sites.exists && sites.entries().length === 0) report(sites.path, "must have at least one site");
  for (const [, site] of sites.entries()) {
    checkKnown(context, site.get("region"), "regions");
    checkPhases(context, site);
    checkPue(context, site);
    for (const [, supply] of site.get("utility").entries()) {
      checkNotBeforeStart(context, supply.get("from"));
      checkOrder(context, supply.get("from"), supply.get("rampUntil"), true);
    }
    for (const [, retrofit] of site.get("retrofits").entries())
      checkNotBeforeStart(context, retrofit.get("from"));
    for (const [, curtailment] of site.get("curtailments").entries()) {
      checkNotBeforeStart(context, curtailment.get("from"));
      checkOrder(context, curtailment.get("from"), curtailment.get("to"));
    }
  }
}

/**
 * Building MW are cumulative, so they never fall. What stood before the start belongs on the start's date;
 * rows of 0 MW before it are history (ground broken, roofs closed) and do no harm.
 */
function checkPhases(context: Context, site: Reader): void {
  for (const [, phase] of site.get("phases").entries())
    if (phase.get("itMw").number() !== 0) checkNotBeforeStart(context, phase.get("date"));
  if (site.get("phases").exists && site.get("phases").entries().length === 0)
    context.report(`${site.path}.phases`, "must have at least one phase");
  checkOneSize(context, site);
  for (const size of ["itMw", "residual"]) checkRising(context, site, size);
}

function checkRising(context: Context, site: Reader, size: string): void {
  const rows: { readonly date: string; readonly amount: number; readonly phase: Reader }[] = [];
  for (const [, phase] of site.get("phases").entries()) {
    const [date, amount] = [phase.get("date").day(), phase.get(size).number()];
    if (date !== undefined && amount !== undefined) rows.push({ date, amount, phase });
  }
  let before = 0;
  for (const { amount, phase } of rows.sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : a.amount - b.amount,
  )) {
    if (amount < before && amount >= 0)
      context.report(
        `${phase.path}.${size}`,
        `must be >= the phase before, as it is cumulative (was ${before}, got ${amount})`,
      );
    before = Math.max(before, amount);
  }
}

/** A site's phases state MW, or parts of what the agreement leaves: one of the two, and then the agreement must leave some. */
function checkOneSize(context: Context, site: Reader): void {
  const id = lastKey(site.path);
  const shares = context.scenario.get("agreement").get("residual");
  let residual = 0;
  let stated = 0;
  for (const [, phase] of site.get("phases").entries()) {
    const [mw, part] = [phase.get("itMw"), phase.get("residual")];
    if (mw.exists === part.exists)
      context.report(phase.path, "must give itMw or residual", mw.exists ? "both" : "neither");
    else if (mw.exists) stated++;
    else residual++;
  }
  if (residual > 0 && stated > 0)
    context.report(`${site.path}.phases`, "must all give itMw or all give residual", "both");
  if (residual > 0 && !shares.get(id).exists)
    context.report(`${site.path}.phases`, `needs agreement.residual.${id}, the site's part of what is left`);
}

/** Peak PUE gates capacity, annual PUE makes energy; the site's own stand before its region's. */
function checkPue(context: Context, site: Reader): void {
  const region = context.catalogue.get("regions").get(site.get("region").text() ?? "");
  const [ownPeak, ownAnnual] = [site.get("peakPue"), site.get("annualPue")];
  if (!ownPeak.exists && !ownAnnual.exists) return;
  const peak = (ownPeak.exists ? ownPeak : region.get("peakPue")).number();
  const annual = (ownAnnual.exists ? ownAnnual : region.get("annualPue")).number();
  if (peak === undefined || annual === undefined || peak >= annual) return;
  const from = (own: Reader): string => (own.exists ? "" : ` of its region ${site.get("region").text()}`);
  if (ownPeak.exists)
    context.report(ownPeak.path, `must be >= the annual PUE ${annual}${from(ownAnnual)}`, peak);
  else context.report(ownAnnual.path, `must be <= the peak PUE ${peak}${from(ownPeak)}`, annual);
}
