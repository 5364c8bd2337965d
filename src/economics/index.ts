export type { MoneyBasis } from "./basis.ts";
export { breakEvenUtilisation, gwYearsFor, settleCommitment, yearsUntilSpent } from "./commitment.ts";
export type { Commitment, CommitmentYear, Settled } from "./commitment.ts";
export type { Closing, CommitmentInfo, Flow, FlowKind, MoneyInfo, PartyLedgers } from "./money-info.ts";
export type { UnitCost } from "./money-info.ts";
export { isPerWatt, replacementAnswer } from "./replacement-answer.ts";
export type {
  ReplacementAnswer,
  ReplacementChoice,
  ReplacementPair,
  ReplacementPlan,
  ReplacementRow,
  WorkMeasure,
} from "./replacement-answer.ts";
export { annuity, replacementValue } from "./replacement.ts";
export type { Steps, Replacement, ReplacementValue } from "./replacement.ts";
export { settleMoney } from "./settle-money.ts";
export { breakEvenGap, switchingCost } from "./switching.ts";
export type { Move, SwitchingCost } from "./switching.ts";
