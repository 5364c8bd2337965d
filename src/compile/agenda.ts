/** What the calendar will bring, collected in any order and sorted once. */
import type { Agenda } from "../model/types.ts";

interface Item {
  readonly time: number;
  readonly kind: number;
  readonly subject: number;
  readonly amount: number;
  readonly label: string;
  readonly extra: number;
}

export class AgendaBuilder {
  private readonly items: Item[] = [];

  /** What lies before the start has happened by then. */
  add(time: number, kind: number, subject: number, amount: number, label: string, extra = NaN): void {
    this.items.push({ time: Math.max(0, time), kind, subject, amount, label, extra });
  }

  /** Sorted by time, then kind (supply before deliveries), then order of entry; cut at the horizon. */
  build(horizon: number): Agenda {
    const kept = this.items.filter((item) => item.time < horizon);
    const items = kept.toSorted((a, b) => a.time - b.time || a.kind - b.kind);
    return {
      count: items.length,
      time: Float64Array.from(items, (item) => item.time),
      kind: Int32Array.from(items, (item) => item.kind),
      subject: Int32Array.from(items, (item) => item.subject),
      amount: Float64Array.from(items, (item) => item.amount),
      extra: Float64Array.from(items, (item) => item.extra),
      label: items.map((item) => item.label),
    };
  }
}
