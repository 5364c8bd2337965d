/**
 * One site looked at closely: its halls as planned and as they come in this run, what the utility gives, and
 * which chips stand there at the cursor. Shown while a site is picked.
 */
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { formatDay, formatNumber, formatPower } from "../format.ts";
import { generationToken } from "../theme.ts";
import { valueAt } from "../view/bins.ts";
import { hallsAt, phaseRows } from "../view/halls.ts";
import type { RunView, SiteView } from "../view/run-view.ts";
import { usefulAt } from "../view/shares.ts";
import { rowsTable } from "./data-table.ts";
import { delayPlace } from "./planner.ts";

/** The site that is picked, once the run knows it; undefined while all are shown. */
export function pickedSite({ run, scope }: Pick<AppState, "run" | "scope">): SiteView | undefined {
  return run.scopes[scope] === undefined ? undefined : run.sites.find(({ id }) => id === scope);
}

/** Picks a site from somewhere else on the page and goes to its panel. */
export function goToSite(app: App, id: string): void {
  app.show({ scope: id });
  document.getElementById("site")?.focus();
}

export function sitePanel(app: App): HTMLElement {
  const title = element("h2");
  const about = element("p", { class: "soft" });
  const facts = element("dl", { class: "facts" });
  const pools = element("ul", { class: "states pools" });
  const phases = element("div");
  const back = button("Back to all sites", () => {
    app.show({ scope: "all" });
    document.getElementById("scope")?.focus();
  });
  const node = element(
    "section",
    { class: "site", id: "site", tabindex: "-1", hidden: true, "aria-labelledby": "site-title" },
    element("div", { class: "site-head" }, title, about, back),
    delayPlace(app),
    element(
      "div",
      { class: "site-body" },
      element("div", {}, facts, element("h3", {}, "Pools: chips in service at the cursor"), pools),
      phases,
    ),
  );
  title.id = "site-title";
  const renderPhases = (run: RunView, site: SiteView): void => {
    const late = site.phases.some(({ ready }) => ready >= run.end) ? "; † after the end of the run" : "";
    const rows = phaseRows(site, run.end);
    phases.replaceChildren(
      rowsTable(
        {
          columns: ["phase", "hall", "planned", "ready here", "months late", "MW IT"],
          rows: rows.map(({ id, hall, planned, ready, slip, itMw }) => [
            id,
            hall,
            planned,
            ready,
            slip,
            itMw,
          ]),
        },
        `Phases of ${site.name}: building MW so far, all tenants${late}`,
      ),
    );
  };
  const renderMoment = ({ run, cursor }: AppState, site: SiteView): void => {
    setText(title, site.name);
    const made = site.illustrative ? ", illustrative: where it will stand is not published" : "";
    setText(about, `${site.region}${made}. On ${formatDay(cursor)}:`);
    facts.replaceChildren(
      ...factsAt(run, site, cursor).flatMap(([term, text]) => [
        element("dt", {}, term),
        element("dd", {}, text),
      ]),
    );
    pools.replaceChildren(...poolRows(run, site, cursor));
  };
  let shown: { readonly run: RunView; readonly site: SiteView } | undefined;
  const render = (state: AppState): void => {
    const site = pickedSite(state);
    node.hidden = site === undefined;
    if (site === undefined) return void (shown = undefined);
    if (shown?.run !== state.run || shown.site !== site) renderPhases(state.run, site);
    shown = { run: state.run, site };
    renderMoment(state, site);
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.scope !== before.scope || state.cursor !== before.cursor)
      render(state);
  });
  render(app.store.get());
  return node;
}

function factsAt(run: RunView, site: SiteView, time: number): readonly (readonly [string, string])[] {
  const at = (key: string): number => valueAt(run, site.id, key, time) ?? 0;
  const { air, liquid, away, ready } = hallsAt(site, time);
  const share = usefulAt(run, site.id, time);
  const chips = at("chips.delivered");
  const ours =
    site.tenancyShare === 1 ? "all ours" : `${formatNumber(100 * site.tenancyShare)} % of it is ours`;
  return [
    [
      "Halls",
      `${formatPower(air)} air, ${formatPower(liquid)} liquid (IT load, ${ours}); ${ready} of ${site.phases.length} phases ready`,
    ],
    ...retrofitFacts(site, away, time),
    [
      "Utility",
      site.utilityKnown
        ? `${formatPower(at("power.utility"))} for us`
        : "not published, so it does not bind here",
    ],
    [
      "Power",
      `${formatPower(at("power.drawn"))} drawn of ${formatPower(at("power.energised"))} energised for us`,
    ],
    [
      "Useful share",
      share === undefined || chips < 1
        ? "no chips yet"
        : `${(100 * share).toFixed(0)} % of ${formatNumber(chips)} chips do useful work`,
    ],
  ];
}

function retrofitFacts(site: SiteView, away: number, time: number): readonly (readonly [string, string])[] {
  const next = site.retrofits.find(({ until }) => until > time);
  if (site.retrofits.length === 0) return [];
  const done = site.retrofits.filter(({ until }) => until <= time).reduce((sum, { itMw }) => sum + itMw, 0);
  const parts = [
    ...(done > 0 ? [`${formatPower(done)} made liquid`] : []),
    ...(away > 0 ? [`${formatPower(away)} out of use for it`] : []),
    ...(next === undefined
      ? []
      : [
          next.from <= time
            ? `back on ${formatDay(next.until)}`
            : `next ${formatPower(next.itMw)} from ${formatDay(next.from)} to ${formatDay(next.until)}`,
        ]),
  ];
  return [["Retrofits", parts.join(", ")]];
}

/** Pools with chips at the moment, largest first, as bars in the colours of their generations; the others by name. */
function poolRows(run: RunView, site: SiteView, time: number): readonly HTMLElement[] {
  const rows = site.pools
    .map((pool) => ({ ...pool, chips: valueAt(run, site.id, `pool.${pool.id}`, time) ?? 0 }))
    .toSorted((one, other) => other.chips - one.chips);
  const most = Math.max(1, ...rows.map(({ chips }) => chips));
  const empty = rows.filter(({ chips }) => chips < 0.5);
  const bars = rows
    .filter(({ chips }) => chips >= 0.5)
    .map(({ chip, chipName, system, chips }) =>
      element(
        "li",
        {},
        element("span", {}, chipName, " ", element("small", {}, system)),
        element("b", {}, formatNumber(Math.round(chips))),
        element("i", {
          style: `--share: ${(chips / most).toFixed(4)}; --c: var(--${generationToken(chip)})`,
        }),
      ),
    );
  if (empty.length === 0) return bars;
  const names = empty.map(({ system }) => system).join(", ");
  return [...bars, element("li", { class: "soft empty" }, `None at this date: ${names}`)];
}
