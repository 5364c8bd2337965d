/**
 * The chip states of the ledger, in order of precedence: a chip that is in two of them is in the first.
 * Each has one bucket; the watts of each are a share of the chip's all-in nameplate (catalogue, power).
 */
export interface LedgerState {
  readonly id: string;
  readonly label: string;
  /** Group used for colour and for the "what binds" walk. */
  readonly group: "waiting" | "broken" | "capped" | "training" | "overhead" | "serving" | "idle";
  readonly useful: boolean;
}

const state = (id: string, label: string, group: LedgerState["group"], useful = false): LedgerState => ({
  id,
  label,
  group,
  useful,
});

export const LEDGER_STATES: readonly LedgerState[] = [
  state("staged-no-hall", "staged: no hall", "waiting"),
  state("staged-no-power", "staged: no power", "waiting"),
  state("burn-in", "burn-in", "waiting"),
  state("site-outage", "site outage", "broken"),
  state("maintenance", "planned maintenance", "broken"),
  state("repair", "under repair", "broken"),
  state("stranded", "stranded by a broken neighbour", "broken"),
  state("power-capped", "power-capped", "capped"),
  state("productive", "training: productive", "training", true),
  state("uncommitted", "training: not yet checkpointed", "training", true),
  state("checkpointing", "training: checkpointing", "overhead"),
  state("lost", "training: lost work", "overhead"),
  state("restarting", "training: restarting", "overhead"),
  state("stalled", "training: stalled for a spare", "overhead"),
  state("draining", "training: draining or reserved", "overhead"),
  state("switching", "switching to serving", "overhead"),
  state("serving", "serving", "serving", true),
  state("headroom", "serving headroom", "serving"),
  state("standby", "warm standby", "idle"),
  state("idle-no-demand", "idle: no demand", "idle"),
  state("idle-no-fit", "idle: does not fit", "idle"),
  state("idle-policy", "idle: policy", "idle"),
];

/** Index of each state in LEDGER_STATES. */
export const S = {
  stagedNoHall: 0,
  stagedNoPower: 1,
  burnIn: 2,
  siteOutage: 3,
  maintenance: 4,
  repair: 5,
  stranded: 6,
  powerCapped: 7,
  productive: 8,
  uncommitted: 9,
  checkpointing: 10,
  lost: 11,
  restarting: 12,
  stalled: 13,
  draining: 14,
  switching: 15,
  serving: 16,
  headroom: 17,
  standby: 18,
  idleNoDemand: 19,
  idleNoFit: 20,
  idlePolicy: 21,
} as const;
