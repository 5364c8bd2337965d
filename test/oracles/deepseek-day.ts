// DeepSeek's day, 27 to 28 February 2025, all channels of V3 and R1: what was published, and the two curves by the hour.
// Source: https://github.com/deepseek-ai/open-infra-index, day 6 (CC0 1.0); curves digitised from its two figures, the
// income then scaled to the published sum (it was within 0.07 %), nodes within 0.08 % of the published mean.

/** As published. Tokens of the day; tokens/s of a node of 8 H800; USD. */
export const DEEPSEEK_DAY = {
  source: "https://github.com/deepseek-ai/open-infra-index, day 6 (27 February 2025)",
  inputTokens: 608e9,
  cachedTokens: 342e9,
  outputTokens: 168e9,
  prefillPerNode: 73.7e3,
  decodePerNode: 14.8e3,
  nodes: 226.75,
  chipsPerNode: 8,
  usdPerChipHour: 2,
  costUsd: 87_072,
  revenueUsd: 562_027,
  /** USD per million tokens of R1: cached input, other input, output. */
  price: { cached: 0.14, input: 0.55, output: 2.19 },
  /** The most nodes at work; all that is left of them was given back. */
  peakNodes: 278,
  returnedShare: 0.184,
} as const;

/** H800 nodes at work by the hour from 00:00, UTC+8. */
export const DEEPSEEK_NODES: readonly number[] = [
  218, 195.9, 152.3, 84, 68, 68, 83, 158, 249.4, 278, 278, 278, 278, 278, 278, 278, 278, 278, 278, 278, 278,
  278, 278, 278,
];

/** Income at R1's prices by the hour, USD: in proportion to demand. */
export const DEEPSEEK_INCOME: readonly number[] = [
  21740, 17944, 13113, 7937, 6327, 6327, 7937, 13688, 23121, 29447, 30482, 29907, 27032, 28527, 30482, 30943,
  30482, 27837, 26802, 29562, 30712, 30828, 31058, 29792,
];
