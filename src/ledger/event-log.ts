/**
 * What happened, why, in order. Bounded: minor kinds (interruptions, resizes by the thousand) have a
 * budget of their own so that they cannot crowd out the major ones; what did not fit is counted.
 */
export const EVENT_KINDS = [
  "phase-ready",
  "utility-step",
  "curtailment",
  "delivery",
  "in-service",
  "retired",
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
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const MINOR: ReadonlySet<EventKind> = new Set(["demand-rise", "job-shrink", "job-grow", "job-interrupt"]);
const MAJOR_BUDGET = 30_000;
const MINOR_BUDGET = 20_000;

export interface EventLogSnapshot {
  readonly next: number;
  readonly dropped: number;
  readonly major: number;
  readonly minor: number;
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
  private major = 0;
  private minor = 0;

  /** Returns the event's id, whether it was kept or not. */
  add(kind: EventKind, now: number, cause: number, site: number, subject: string, amount: number): number {
    const id = this.next++;
    const minor = MINOR.has(kind);
    if (minor ? this.minor >= MINOR_BUDGET : this.major >= MAJOR_BUDGET) {
      this.dropped++;
      return id;
    }
    if (minor) this.minor++;
    else this.major++;
    this.rows.push({ id, now, kind, cause, site, subject, amount });
    return id;
  }

  snapshot(): EventLogSnapshot {
    return { next: this.next, dropped: this.dropped, major: this.major, minor: this.minor, rows: this.rows.slice() };
  }

  restore(from: EventLogSnapshot): void {
    this.next = from.next;
    this.dropped = from.dropped;
    this.major = from.major;
    this.minor = from.minor;
    this.rows = from.rows.slice();
  }
}
