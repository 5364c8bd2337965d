/** The types of the public API that the page reads; types alone, so that none of the simulator comes along. */
export type { Model } from "../src/index.ts";
export type {
  Answer,
  BacktestRow,
  BacktestSeries,
  Band,
  Bind,
  Comparison,
  EventKind,
  EventRow,
  Headline,
  HeadlineSpread,
  JobRow,
  JobTimeline,
  LatencyInfo,
  LedgerState,
  Outcome,
  Result,
} from "../src/index.ts";
