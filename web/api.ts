/** The types of the public API that the page reads; types alone, so that none of the simulator comes along. */
import type { Result } from "../src/index.ts";
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
  MoneyDone,
  MoneyFigure,
  MoneyRange,
  MoneyRanges,
  MoneyStudySize,
  MoneySwing,
  MoneyTask,
  NewsItem,
  OrderBook,
  OrderLine,
  OrderRow,
  Outcome,
  ReplacementAnswer,
  ReplacementChoice,
  ReplacementPair,
  ReplacementPlan,
  Result,
  ToldNews,
  ToldRun,
} from "../src/index.ts";

type RunMoney = NonNullable<Result["money"]>;
/** What a run did as far as money asks, and what that meant at the scenario's prices. */
export type MoneyBasis = RunMoney["basis"];
export type MoneyInfo = RunMoney["info"];
