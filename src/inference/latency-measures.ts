/** Recorded of latency by (region, class), each but the first times the first: a mean over the tokens served. */
export const LATENCY_MEASURES = [
  "tokens",
  "ttft-p50",
  "ttft-p99",
  "tpot-p50",
  "tpot-p99",
  "within-slo",
] as const;
