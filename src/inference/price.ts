/** What a million tokens bring in. */

/** USD per million tokens by list, and what a cached token costs of it. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
  /** Of the input price: a token written to the prefix cache, and one read from it. */
  readonly cacheWrite: number;
  readonly cacheRead: number;
}

/**
 * USD per million tokens, input and output together:
 * [r P_in ((1 - h) m_write + h m_read) + P_out] / (r + 1).
 * @param inputPerOutput r, input tokens per output token, cached ones included
 * @param prefixHit h, share of input tokens found in the cache
 */
export function revenuePerMillion(price: TokenPrice, inputPerOutput: number, prefixHit: number): number {
  const input = price.input * ((1 - prefixHit) * price.cacheWrite + prefixHit * price.cacheRead);
  return (inputPerOutput * input + price.output) / (inputPerOutput + 1);
}

/** USD of a million tokens on chips at `usdPerChipHour` that give `tokensPerSecond` each while they are used. */
export const costPerMillion = (
  usdPerChipHour: number,
  tokensPerSecond: number,
  utilisation: number,
): number => (1e6 * usdPerChipHour) / (3600 * tokensPerSecond * utilisation);
