/* oxlint-disable typescript/no-non-null-assertion -- every index lies within what the constructor laid out */
/** What is sent where in an hour, by group (region, class, served model), pool and kind of load. Tokens/s. */
export class Flows {
  /** In order of group and pool once `list` was called; those of a region begin at `first`. */
  count = 0;
  readonly pool: Int32Array;
  readonly kind: Int32Array;
  readonly tokens: Float64Array;
  readonly first: Int32Array;
  /** Tokens/s by (pool, kind). */
  readonly byPool: Float64Array;
  private readonly group: Int32Array;
  private readonly firstGroup: Int32Array;
  private readonly kinds: number;
  private readonly keeps: boolean;
  /** The same as they are made: chains by group, in the order of pools and kinds. */
  private made = 0;
  private readonly firstMade: Int32Array;
  private readonly nextMade: Int32Array;
  private readonly madePool: Int32Array;
  private readonly madeKind: Int32Array;
  private readonly madeTokens: Float64Array;
  /** Pool that takes all a region asks, `asked` by group, each as the group's `kindOf`; -1: see the chains. */
  private readonly whole: Int32Array;
  private readonly asked: Float64Array;
  private readonly kindOf: Int32Array;

  /**
   * @param firstGroup first group of each region, and their number
   * @param asked tokens/s by group, kept by the caller; `kindOf` their kind of load at home
   * @param keeps false: only `byPool` is kept
   */
  constructor(
    firstGroup: Int32Array,
    asked: Float64Array,
    kindOf: Int32Array,
    pools: number,
    kinds: number,
    keeps: boolean,
  ) {
    this.asked = asked;
    this.kindOf = kindOf;
    this.whole = new Int32Array(firstGroup.length - 1).fill(-1);
    const groups = firstGroup[firstGroup.length - 1] ?? 0;
    // Warm and cold to every pool, at most.
    const most = keeps ? groups * pools * 2 : 0;
    this.firstGroup = firstGroup;
    this.kinds = kinds;
    this.keeps = keeps;
    this.group = new Int32Array(most);
    this.pool = new Int32Array(most);
    this.kind = new Int32Array(most);
    this.tokens = new Float64Array(most);
    this.first = new Int32Array(firstGroup.length);
    this.byPool = new Float64Array(pools * kinds);
    this.firstMade = new Int32Array(groups).fill(-1);
    this.nextMade = new Int32Array(most);
    this.madePool = new Int32Array(most);
    this.madeKind = new Int32Array(most);
    this.madeTokens = new Float64Array(most);
  }

  clear(): void {
    this.made = 0;
    this.firstMade.fill(-1);
    this.whole.fill(-1);
    this.byPool.fill(0);
  }

  /** A pool takes all that a region asks. */
  sendAll(region: number, pool: number): void {
    this.whole[region] = pool;
    if (this.keeps) return;
    const { asked, kindOf, byPool, firstGroup } = this;
    const base = pool * this.kinds;
    for (let g = firstGroup[region]!; g < firstGroup[region + 1]!; g++)
      byPool[base + kindOf[g]!]! += asked[g]!;
  }

  /** Adds to what a group sends to a pool. */
  send(group: number, pool: number, kind: number, tokens: number): void {
    if (!this.keeps) {
      this.byPool[pool * this.kinds + kind]! += tokens;
      return;
    }
    const { firstMade, nextMade, madePool, madeTokens, madeKind } = this;
    let before = -1;
    let flow = firstMade[group]!;
    while (flow >= 0 && (madePool[flow]! < pool || (madePool[flow] === pool && madeKind[flow]! < kind))) {
      before = flow;
      flow = nextMade[flow]!;
    }
    if (flow >= 0 && madePool[flow] === pool && madeKind[flow] === kind) {
      madeTokens[flow]! += tokens;
      return;
    }
    const made = this.made++;
    madePool[made] = pool;
    madeKind[made] = kind;
    madeTokens[made] = tokens;
    nextMade[made] = flow;
    if (before < 0) firstMade[group] = made;
    else nextMade[before] = made;
  }

  /** Puts what was sent in order: it is summed up after many a failure. */
  list(): void {
    const { pool, tokens, group, kind, first, kinds, byPool, firstGroup } = this;
    const { firstMade, nextMade, madePool, madeTokens, madeKind, whole, asked, kindOf } = this;
    if (!this.keeps) return;
    byPool.fill(0);
    let flow = 0;
    for (let r = 0; r < firstGroup.length - 1; r++) {
      first[r] = flow;
      const one = whole[r]!;
      if (one >= 0) {
        for (let g = firstGroup[r]!; g < firstGroup[r + 1]!; g++) {
          const sent = asked[g]!;
          if (sent <= 0) continue;
          group[flow] = g;
          pool[flow] = one;
          kind[flow] = kindOf[g]!;
          tokens[flow] = sent;
          byPool[one * kinds + kindOf[g]!]! += sent;
          flow++;
        }
        continue;
      }
      for (let g = firstGroup[r]!; g < firstGroup[r + 1]!; g++)
        for (let made = firstMade[g]!; made >= 0; made = nextMade[made]!) {
          group[flow] = g;
          pool[flow] = madePool[made]!;
          kind[flow] = madeKind[made]!;
          tokens[flow] = madeTokens[made]!;
          byPool[madePool[made]! * kinds + madeKind[made]!]! += madeTokens[made]!;
          flow++;
        }
    }
    first[firstGroup.length - 1] = flow;
    this.count = flow;
  }

  snapshot(): FlowsSnapshot {
    const { count } = this;
    return {
      group: this.group.slice(0, count),
      pool: this.pool.slice(0, count),
      kind: this.kind.slice(0, count),
      tokens: this.tokens.slice(0, count),
    };
  }

  restore(from: FlowsSnapshot): void {
    this.clear();
    from.group.forEach((group, f) =>
      this.send(group, from.pool[f] ?? 0, from.kind[f] ?? 0, from.tokens[f] ?? 0),
    );
    this.list();
  }
}

export interface FlowsSnapshot {
  readonly group: Int32Array;
  readonly pool: Int32Array;
  readonly kind: Int32Array;
  readonly tokens: Float64Array;
}
