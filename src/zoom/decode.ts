/**
 * Decode of one pool's instances: all sequences of an instance gain tokens at one pace, which changes whenever one joins,
 * leaves or prefill holds the chips up. Progress is anchored at each change: an instance's clock counts the tokens that
 * every sequence on it has gained, and a sequence is done when the clock has moved by its output.
 */
export class Decode {
  /** Sequences that decode on each instance. */
  readonly count: Int32Array;
  private readonly slots: number;
  private readonly tokenSeconds: Float64Array;
  /** Tokens gained since the start, at what time that was, and tokens a second since. */
  private readonly clock: Float64Array;
  private readonly anchor: Float64Array;
  private readonly pace: Float64Array;
  /** A heap for each instance: the clock at which a sequence is done, and which it is. */
  private readonly due: Float64Array;
  private readonly who: Int32Array;

  constructor(instances: number, slots: number, tokenSeconds: readonly number[]) {
    this.slots = slots;
    this.tokenSeconds = Float64Array.from(tokenSeconds);
    this.count = new Int32Array(instances);
    this.clock = new Float64Array(instances);
    this.anchor = new Float64Array(instances);
    this.pace = new Float64Array(instances);
    this.due = new Float64Array(instances * slots);
    this.who = new Int32Array(instances * slots);
  }

  /** A sequence begins, with so many tokens to go. Call `setPace` after. */
  join(instance: number, request: number, tokens: number, now: number): void {
    this.advance(instance, now);
    const { due, who } = this;
    const base = instance * this.slots;
    const key = (this.clock[instance] ?? 0) + tokens;
    let at = this.count[instance] ?? 0;
    this.count[instance] = at + 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((due[base + parent] ?? 0) <= key) break;
      due[base + at] = due[base + parent] ?? 0;
      who[base + at] = who[base + parent] ?? 0;
      at = parent;
    }
    due[base + at] = key;
    who[base + at] = request;
  }

  /** Takes the sequence that is done first and returns its request. Call `setPace` after. */
  leave(instance: number, now: number): number {
    this.advance(instance, now);
    const { due, who } = this;
    const base = instance * this.slots;
    const first = who[base] ?? 0;
    // The last bit of the clock: it stands where this one is done.
    this.clock[instance] = due[base] ?? 0;
    const last = (this.count[instance] ?? 1) - 1;
    this.count[instance] = last;
    const key = due[base + last] ?? 0;
    const moved = who[base + last] ?? 0;
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      if (child + 1 < last && (due[base + child + 1] ?? 0) < (due[base + child] ?? 0)) child++;
      if (key <= (due[base + child] ?? 0)) break;
      due[base + at] = due[base + child] ?? 0;
      who[base + at] = who[base + child] ?? 0;
      at = child;
    }
    due[base + at] = key;
    who[base + at] = moved;
    return first;
  }

  /** Sets the pace for what now decodes, at a share of full speed; returns when the next is done, Infinity if none. */
  setPace(instance: number, speed: number, now: number): number {
    this.advance(instance, now);
    const count = this.count[instance] ?? 0;
    const last = this.tokenSeconds.length - 1;
    this.pace[instance] = speed / (this.tokenSeconds[Math.min(count, last)] ?? 1);
    if (count === 0 || speed === 0) return Infinity;
    const left = (this.due[instance * this.slots] ?? 0) - (this.clock[instance] ?? 0);
    return now + Math.max(0, left) / (this.pace[instance] ?? 1);
  }

  private advance(instance: number, now: number): void {
    const passed = now - (this.anchor[instance] ?? 0);
    if (passed <= 0) return;
    this.clock[instance] = (this.clock[instance] ?? 0) + passed * (this.pace[instance] ?? 0);
    this.anchor[instance] = now;
  }
}
