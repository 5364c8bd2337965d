/** The types of the public API that the page reads; types alone, so that none of the simulator comes along. */
export type { Model } from "../src/index.ts";
export type {
  BacktestRow,
  BacktestSeries,
  Bind,
  EventKind,
  EventRow,
  Headline,
  JobRow,
  LedgerState,
  Result,
} from "../src/index.ts";
