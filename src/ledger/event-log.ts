/**
 * What happened, why, in order. Bounded by kind; what did not fit is counted.
 */
export const EVENT_KINDS = [
  "phase-ready",
  "utility-step",
  "curtailment",
  "delivery",
  "in-service",
  "retired",
  "refresh",
  "refresh-declined",
  "retrofit",
  "retrofitted",
  "job-submit",
  "job-start",
  "job-resume",
  "job-end",
  "job-pause",
  "power-cap",
  "power-free",
  "demand-unserved",
  "demand-met",
  "demand-rise",
  "job-shrink",
  "job-grow",
  "job-interrupt",
  "site-outage",
  "site-back",
  "model-released",
  "money-put-off",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Kinds that come by the ten thousand have budgets of their own, so that they crowd out neither each other nor the rest. */
const BUDGETS = { major: 30_000, crossings: 20_000, sharing: 40_000, failures: 10_000 } as const;
type Budget = keyof typeof BUDGETS;

const BUDGET_OF: Readonly<Partial<Record<EventKind, Budget>>> = {
  "power-cap": "crossings",
  "power-free": "crossings",
  "demand-unserved": "crossings",
  "demand-met": "crossings",
  "demand-rise": "sharing",
  "job-shrink": "sharing",
  "job-grow": "sharing",
  "job-pause": "sharing",
  "job-resume": "sharing",
  "job-interrupt": "failures",
};

export interface EventLogSnapshot {
  readonly next: number;
  readonly dropped: number;
  readonly kept: Readonly<Record<Budget, number>>;
  readonly rows: readonly LoggedEvent[];
}

/** `site` is an index or -1; `amount` is chips, or W for power kinds. */
export interface LoggedEvent {
  readonly id: number;
  readonly now: number;
  readonly kind: EventKind;
  readonly cause: number;
  readonly site: number;
  readonly subject: string;
  readonly amount: number;
}

export class EventLog {
  rows: LoggedEvent[] = [];
  dropped = 0;
  private next = 0;
  private kept: Record<Budget, number> = { major: 0, crossings: 0, sharing: 0, failures: 0 };

  /** Returns the event's id, whether it was kept or not. */
  add(kind: EventKind, now: number, cause: number, site: number, subject: string, amount: number): number {
    const id = this.next++;
    const budget = BUDGET_OF[kind] ?? "major";
    if (this.kept[budget] >= BUDGETS[budget]) {
      this.dropped++;
      return id;
    }
    this.kept[budget]++;
    this.rows.push({ id, now, kind, cause, site, subject, amount });
    return id;
  }

  snapshot(): EventLogSnapshot {
    return { next: this.next, dropped: this.dropped, kept: { ...this.kept }, rows: this.rows.slice() };
  }

  restore(from: EventLogSnapshot): void {
    this.next = from.next;
    this.dropped = from.dropped;
    this.kept = { ...from.kept };
    this.rows = from.rows.slice();
  }
}
