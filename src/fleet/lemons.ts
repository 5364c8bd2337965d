/**
 * Lemons: hosts that fail more often than others until a repair puts them right or they are replaced. Who is one is
 * drawn when the host comes into service, by its number in the pool, so that no other's draw moves.
 */
import type { Stream } from "../engine/index.ts";

export interface LemonSnapshot {
  readonly lists: number[][];
  readonly seen: number[];
}

export class Lemons {
  /** Numbers within the pool, in no order. */
  private lists: number[][];
  private places: Map<number, number>[];
  /** Hosts looked at so far, by pool. */
  private seen: number[];
  /** Whether any host can be one. */
  readonly any: boolean;
  private readonly share: number;
  private readonly draws: Stream;
  private readonly keys: readonly number[];

  constructor(share: number, draws: Stream, keys: readonly number[]) {
    this.share = share;
    this.any = share > 0;
    this.draws = draws;
    this.keys = keys;
    this.lists = keys.map(() => []);
    this.places = keys.map(() => new Map<number, number>());
    this.seen = keys.map(() => 0);
  }

  /** Draws for the hosts of a pool up to the `count`th. */
  installed(pool: number, count: number): void {
    if (!this.any) return;
    const key = this.keys[pool] ?? 0;
    for (let host = this.seen[pool] ?? 0; host < count; host++)
      if (this.draws.uniform(key, host) < this.share) this.add(pool, host);
    this.seen[pool] = Math.max(count, this.seen[pool] ?? 0);
  }

  count(pool: number): number {
    return this.lists[pool]?.length ?? 0;
  }

  at(pool: number, index: number): number {
    return this.lists[pool]?.[index] ?? 0;
  }

  has(pool: number, host: number): boolean {
    return this.places[pool]?.has(host) === true;
  }

  /** The host is as good as any other from now on. Returns false where it already was. */
  cure(pool: number, host: number): boolean {
    const list = this.lists[pool];
    const places = this.places[pool];
    const place = places?.get(host);
    if (list === undefined || places === undefined || place === undefined) return false;
    const last = list.pop();
    places.delete(host);
    if (last !== undefined && last !== host) {
      list[place] = last;
      places.set(last, place);
    }
    return true;
  }

  private add(pool: number, host: number): void {
    const list = this.lists[pool] ?? [];
    this.places[pool]?.set(host, list.length);
    list.push(host);
  }

  snapshot(): LemonSnapshot {
    return structuredClone({ lists: this.lists, seen: this.seen });
  }

  restore(from: LemonSnapshot): void {
    const copy = structuredClone(from);
    this.lists = copy.lists;
    this.seen = copy.seen;
    this.places = copy.lists.map((list) => new Map(list.map((host, place) => [host, place])));
  }
}
