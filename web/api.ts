/** The types of the public API that the page reads; types alone, so that none of the simulator comes along. */
export type { BacktestRow, BacktestSeries, Bind, EventKind, EventRow, Headline, JobRow, Result, Series } from "../src/results/types.ts";
export type { LedgerState } from "../src/ledger/states.ts";
