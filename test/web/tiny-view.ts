// A run view of three daily bins and two sites, made by hand, for tests of what is said about a run.
import { LEDGER_STATES } from "../../src/index.ts";
import type { Columns, RunView, SiteView } from "../../web/view/run-view.ts";

export const day = 86_400_000;
export const start = Date.UTC(2029, 2, 11);

export const tinySite = (id: string, name: string): SiteView => ({
  id,
  name,
  region: "us-east-2",
  utilityKnown: true,
  tenancyShare: 1,
  buildingFactor: 1.2,
  illustrative: false,
  phases: [],
  retrofits: [],
  pools: [],
});

/** Every bin of a column has the one value. */
export const columns = (values: Readonly<Record<string, number>>): Columns =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, new Float64Array(3).fill(value)]));

export function tinyView(change: Partial<RunView> = {}): RunView {
  return {
    preset: "tiny",
    title: "Tiny",
    description: "",
    illustrative: false,
    seed: 1,
    digest: "0",
    start,
    end: start + 3 * day,
    binMs: day,
    bins: 3,
    sites: [tinySite("east", "East"), tinySite("west", "West")],
    generations: [],
    regions: [],
    latencyClasses: [],
    servedModels: [],
    states: LEDGER_STATES,
    scopes: { all: columns({}), east: columns({}), west: columns({}) },
    campaigns: [],
    binds: [],
    headlines: [],
    findings: {},
    backtest: { rows: [], series: [] },
    inputs: {},
    levers: [],
    warnings: [],
    notes: [],
    eventsExecuted: 0,
    eventsDropped: 0,
    ...change,
  };
}
