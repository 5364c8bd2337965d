/** Useful work of a chip per IT watt: dense FLOP/s in training, output tokens/s in serving; 0 where it does none. */
export interface WorkPerWatt {
  readonly trainingPerWatt: number;
  readonly tokensPerWatt: number;
}

/**
 * Useful work per watt of `next` over that of `old`: the ratios of training and of tokens by their weights. Where one
 * of the two is not done at all, the other counts alone; where neither, 0.
 */
export function usefulGain(next: WorkPerWatt, old: WorkPerWatt, trainingWeight: number): number {
  const training = ratio(next.trainingPerWatt, old.trainingPerWatt);
  const tokens = ratio(next.tokensPerWatt, old.tokensPerWatt);
  if (training > 0 && tokens > 0) return trainingWeight * training + (1 - trainingWeight) * tokens;
  return training > 0 ? training : tokens;
}

const ratio = (a: number, b: number): number => (a > 0 && b > 0 ? a / b : 0);
