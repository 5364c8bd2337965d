/**
 * RunView: what the page needs of one run, and nothing else. It is computed from a Result in the worker
 * (or when the default run is baked), so that the main thread never sees the simulator. Times are
 * milliseconds since 1970 in UTC; power is MW, chips are mean chips of a bin.
 */
import type {
  BacktestRow,
  BacktestSeries,
  Bind,
  Headline,
  LatencyInfo,
  MoneyBasis,
  MoneyInfo,
  Result,
} from "../api.ts";
import type { Commitments } from "./commitments.ts";
import type { JobLines } from "./job-lines.ts";
import type { PlannerView } from "./planner.ts";

/** One value per bin, by key: `power.drawn`, `fleet.service.trainium2`, `state.productive`, `served.europe`, ... */
export type Columns = Readonly<Record<string, Float64Array>>;

export interface StateView {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly useful: boolean;
}

export interface SiteView {
  readonly id: string;
  readonly name: string;
  /** Region of the catalogue it stands in. */
  readonly region: string;
  readonly utilityKnown: boolean;
  /** Part of the site that is ours. */
  readonly tenancyShare: number;
  /** From IT MW of all tenants' buildings to facility MW for us: peak PUE x tenancy share. */
  readonly buildingFactor: number;
  readonly illustrative: boolean;
  /** In the order of the plan. */
  readonly phases: readonly PhaseView[];
  readonly retrofits: readonly RetrofitView[];
  readonly pools: readonly PoolView[];
}

/** A phase of a site's halls. */
export interface PhaseView {
  readonly id: string;
  readonly hall: "air" | "liquid";
  /** Milliseconds since 1970; ready may lie after the end of the run. */
  readonly planned: number;
  readonly ready: number;
  /** MW of IT load with this phase and all that are planned before it, all tenants. */
  readonly itMw: number;
}

/** Air halls that are out of use from one moment to another and then liquid ones. */
export interface RetrofitView {
  readonly from: number;
  readonly until: number;
  readonly itMw: number;
}

export interface PoolView {
  readonly id: string;
  readonly system: string;
  readonly chip: string;
  readonly chipName: string;
}

export interface NamedView {
  readonly id: string;
  readonly name: string;
}

/** A region of users. */
export type RegionView = NamedView;

export interface JobView {
  readonly id: string;
  readonly name: string;
  readonly state: "waiting" | "running" | "paused" | "done";
  /** Milliseconds since 1970; undefined where it has not happened or is not set. */
  readonly submit: number;
  readonly start?: number;
  readonly end?: number;
  readonly deadline?: number;
  readonly chip: string;
  readonly site: string;
  readonly maxChips: number;
  readonly meanChips: number;
  readonly done: number;
  readonly ettr: number;
  readonly failures: number;
  readonly preemptions: number;
  /** [from, to] of each pause. */
  readonly pauses: readonly (readonly [number, number])[];
}

/** A row of the campaigns chart: the runs of one campaign, or all jobs of one stream. */
export interface CampaignView {
  readonly id: string;
  readonly name: string;
  readonly kind: "campaign" | "stream";
  readonly jobs: readonly JobView[];
}

interface LeverBase {
  readonly id: string;
  readonly label: string;
  readonly group: "action" | "assumption";
  /** Names of the keys on the way to each value it sets; some hold dots themselves. */
  readonly paths: readonly (readonly string[])[];
  readonly unit: string;
  readonly help: string;
  readonly notice: string;
  readonly moves: string;
  /** Where the preset's value comes from. */
  readonly origin: string;
}

/** A lever that slides between two numbers. */
export interface RangeLever extends LeverBase {
  readonly kind: "range";
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly zones: readonly { readonly upTo: number; readonly name: string }[];
  readonly preset: number;
}

/** A lever that is one of a few things. */
export interface ChoiceLever extends LeverBase {
  readonly kind: "choice";
  readonly choices: readonly { readonly value: string | number; readonly name: string }[];
  readonly preset: string | number;
}

export type LeverView = RangeLever | ChoiceLever;

export interface RunView {
  readonly preset: string;
  readonly title: string;
  readonly description: string;
  readonly illustrative: boolean;
  readonly seed: number;
  readonly digest: string;
  readonly start: number;
  readonly end: number;
  readonly binMs: number;
  readonly bins: number;
  readonly sites: readonly SiteView[];
  readonly generations: readonly { readonly id: string; readonly name: string }[];
  readonly regions: readonly RegionView[];
  /** Classes of demand whose latency was recorded; empty: none was. */
  readonly latencyClasses: LatencyInfo["classes"];
  /** How far the rates of the chips that serve may be off. */
  readonly servingRates?: NonNullable<Result["servingRates"]>;
  readonly servedModels: readonly NamedView[];
  readonly states: readonly StateView[];
  /** Columns of the whole fleet under `all`, and of each site under its id. */
  readonly scopes: Readonly<Record<string, Columns>>;
  readonly campaigns: readonly CampaignView[];
  /** By calendar month, not by bin; absent where the scenario says nothing of money. */
  readonly money?: MoneyInfo;
  /** What the run did as far as money asks: with it other prices need no other run. */
  readonly basis?: MoneyBasis;
  /** What the scenario notes beside the sum that is committed. */
  readonly commitmentNote?: string;
  /** Of a run that was baked into the page: money comes with the first run. */
  readonly late?: boolean;
  /** What each job did; absent from the run that was baked into the page. */
  readonly timeline?: JobLines;
  /** Absent from the run that was baked into the page. */
  readonly planner?: PlannerView;
  readonly commitments?: Commitments;
  readonly binds: readonly Bind[];
  readonly headlines: readonly Headline[];
  readonly findings: Readonly<Record<string, string>>;
  readonly backtest: { readonly rows: readonly BacktestRow[]; readonly series: readonly BacktestSeries[] };
  /** Share of input numbers by confidence. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly levers: readonly LeverView[];
  readonly warnings: readonly IssueView[];
  /** What a reader must know to read the rest, in whole sentences. */
  readonly notes: readonly string[];
  readonly eventsExecuted: number;
  readonly eventsDropped: number;
}

export interface PresetView {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** What is wrong with an input, as the page shows it. */
export interface IssueView {
  readonly path: string;
  readonly message: string;
}
