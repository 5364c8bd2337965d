/* oxlint-disable typescript/no-non-null-assertion -- every index is below a count this file keeps */
/** A set of servers in two classes, good and bad: adding, removing and picking by number in constant time. */
export class ClassedSet {
  goodCount = 0;
  badCount = 0;
  private readonly good: Int32Array;
  private readonly bad: Int32Array;
  /** Place within the class; -1: not in the set. */
  private readonly place: Int32Array;
  /** Shared with whoever turns a server good or bad, which only happens through `turnBad` while it is in the set. */
  private readonly isBad: Uint8Array;

  constructor(isBad: Uint8Array) {
    this.isBad = isBad;
    this.good = new Int32Array(isBad.length);
    this.bad = new Int32Array(isBad.length);
    this.place = new Int32Array(isBad.length).fill(-1);
  }

  get size(): number {
    return this.goodCount + this.badCount;
  }

  has(server: number): boolean {
    return this.place[server]! >= 0;
  }

  add(server: number): void {
    if (this.isBad[server] === 1) this.bad[(this.place[server] = this.badCount++)] = server;
    else this.good[(this.place[server] = this.goodCount++)] = server;
  }

  /** Removes a server that is in the set; the last of its class takes its place. */
  remove(server: number): void {
    const members = this.isBad[server] === 1 ? this.bad : this.good;
    const last = this.isBad[server] === 1 ? --this.badCount : --this.goodCount;
    const at = this.place[server]!;
    const moved = members[last]!;
    members[at] = moved;
    this.place[moved] = at;
    this.place[server] = -1;
  }

  /** Turns a good member bad, with its flag. */
  turnBad(server: number): void {
    this.remove(server);
    this.isBad[server] = 1;
    this.add(server);
  }

  clear(): void {
    for (let i = 0; i < this.goodCount; i++) this.place[this.good[i]!] = -1;
    for (let i = 0; i < this.badCount; i++) this.place[this.bad[i]!] = -1;
    this.goodCount = 0;
    this.badCount = 0;
  }

  /** Member number 0 .. size - 1: the good ones first. */
  member(index: number): number {
    return index < this.goodCount ? this.good[index]! : this.bad[index - this.goodCount]!;
  }

  /** Number of a member, as `member` counts. */
  indexOf(server: number): number {
    return this.isBad[server] === 1 ? this.goodCount + this.place[server]! : this.place[server]!;
  }
}
