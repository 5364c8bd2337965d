/**
 * Speculative decoding: a step checks `drafts` guessed tokens beside the next one, and keeps them up to the first
 * that is refused. Matrix products, attention and exchange of the step grow with the tokens checked; weights and
 * cache are read once. Acceptance is taken alike and independent from draft to draft.
 */
import { pow } from "../engine/index.ts";

export interface Speculation {
  /** Chance that a draft is accepted, given that those before it were. */
  readonly acceptance: number;
  readonly drafts: number;
  /** Time of one draft as a share of the step without drafts. */
  readonly draftCost: number;
}

export const NO_SPECULATION: Speculation = { acceptance: 0, drafts: 0, draftCost: 0 };

/** Mean tokens a step yields: (1 - p^(g + 1)) / (1 - p). */
export function tokensPerStep({ acceptance: p, drafts }: Speculation): number {
  return p >= 1 ? drafts + 1 : (1 - pow(p, drafts + 1)) / (1 - p);
}
