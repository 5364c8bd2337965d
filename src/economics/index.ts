export { breakEvenUtilisation, gwYearsFor, settleCommitment, yearsUntilSpent } from "./commitment.ts";
export type { Commitment, CommitmentYear, Settled } from "./commitment.ts";
export { annuity, replacementValue } from "./replacement.ts";
export type { Rate, Replacement, ReplacementValue } from "./replacement.ts";
export { settleMoney } from "./settle-money.ts";
export { breakEvenGap, switchingCost } from "./switching.ts";
export type { Move, SwitchingCost } from "./switching.ts";
