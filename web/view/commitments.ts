/** A commitment under both ways to pay for capacity: for all that is installed, and for what is used. */
import type { MoneyInfo } from "../api.ts";

type Commitment = NonNullable<MoneyInfo["commitment"]>;

export type Pays = "installed" | "used";

/** What of it a planner asks; USD, and seconds from the start of the run. */
export type PaysAnswer = Pick<
  Commitment,
  "totalUsd" | "spentShare" | "exhaustedSeconds" | "shortfallUsd" | "breakEvenUtilisation"
>;

export interface Commitments {
  /** As the scenario has it. */
  readonly pays: Pays;
  readonly by: Readonly<Record<Pays, PaysAnswer>>;
  /** Of what the customer pays for all that is installed, the part it would pay for what is used. */
  readonly usedShare: number;
  /** Of what all that is installed costs, the part that meets the commitment: so much must be in paid use. */
  readonly breakEvenShare: number;
}
