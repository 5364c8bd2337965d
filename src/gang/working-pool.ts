/* oxlint-disable typescript/no-non-null-assertion -- every index is below a count this file keeps */
/**
 * The working pool in the order in which servers joined it: who leaves makes a gap, who joins stands last. That order is
 * what the selection policy `list-head` goes by. Gaps are closed when the list is read or full.
 */
export class WorkingPool {
  /** Servers in the pool. */
  count = 0;
  /** Bad ones among them. */
  badCount = 0;
  private readonly order: Int32Array;
  private length = 0;
  private readonly place: Int32Array;
  private readonly isBad: Uint8Array;

  constructor(isBad: Uint8Array) {
    this.isBad = isBad;
    this.order = new Int32Array(4 * isBad.length + 16);
    this.place = new Int32Array(isBad.length).fill(-1);
  }

  has(server: number): boolean {
    return this.place[server]! >= 0;
  }

  join(server: number): void {
    if (this.length === this.order.length) this.close();
    this.place[server] = this.length;
    this.order[this.length++] = server;
    this.count++;
    this.badCount += this.isBad[server]!;
  }

  leave(server: number): void {
    this.order[this.place[server]!] = -1;
    this.place[server] = -1;
    this.count--;
    this.badCount -= this.isBad[server]!;
  }

  /** Writes the servers in order into `target`; returns how many. */
  copyTo(target: Int32Array): number {
    this.close();
    target.set(this.order.subarray(0, this.length));
    return this.length;
  }

  /** The server at a place of the list, gaps included; -1 for a gap. `places` says how many there are. */
  at(place: number): number {
    return this.order[place]!;
  }

  get places(): number {
    return this.length;
  }

  private close(): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const server = this.order[i]!;
      if (server < 0) continue;
      this.place[server] = kept;
      this.order[kept++] = server;
    }
    this.length = kept;
  }
}
