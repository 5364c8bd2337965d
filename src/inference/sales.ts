/** Records what each served model serves, and what that brings in at list price. */
import type { Recorder } from "../engine/index.ts";
import type { DemandModel } from "../model/types.ts";

export class Sales {
  private readonly recorder: Recorder;
  /** First channel of tokens/s and of USD/s by served model; -1: not recorded. */
  private readonly tokensChannel: number;
  private readonly usdChannel: number;
  private readonly pools: number;
  private readonly models: number;
  private readonly servedOf: Int32Array;
  private readonly usdPerToken: Float64Array;
  /** The same by (pool, served model), now. */
  private readonly tokens: Float64Array;
  private readonly usd: Float64Array;

  constructor(
    recorder: Recorder,
    demand: DemandModel,
    pools: number,
    tokensChannel: number,
    usdChannel: number,
  ) {
    this.recorder = recorder;
    this.tokensChannel = tokensChannel;
    this.usdChannel = usdChannel;
    this.pools = pools;
    this.models = demand.served.length;
    this.servedOf = Int32Array.from(demand.kinds, ({ served }) => served);
    this.usdPerToken = demand.usdPerToken ?? new Float64Array(demand.kinds.length);
    this.tokens = new Float64Array(pools * this.models);
    this.usd = new Float64Array(pools * this.models);
  }

  /**
   * What a pool serves has changed.
   * @param tokens tokens/s routed by (pool, kind), of which it carries `fraction`
   * @param price of a token now over the list price
   */
  pool(p: number, tokens: Float64Array, fraction: number, price: number): void {
    const { models, servedOf, usdPerToken } = this;
    const kinds = servedOf.length;
    this.tokens.fill(0, p * models, (p + 1) * models);
    this.usd.fill(0, p * models, (p + 1) * models);
    for (let k = 0; k < kinds; k++) {
      const at = p * models + (servedOf[k] ?? 0);
      const served = (tokens[p * kinds + k] ?? 0) * fraction;
      this.tokens[at] = (this.tokens[at] ?? 0) + served;
      this.usd[at] = (this.usd[at] ?? 0) + served * (usdPerToken[k] ?? 0) * price;
    }
  }

  record(now: number): void {
    const { recorder, models, pools } = this;
    for (let m = 0; m < models; m++) {
      let tokens = 0;
      let usd = 0;
      for (let at = m; at < pools * models; at += models) {
        tokens += this.tokens[at] ?? 0;
        usd += this.usd[at] ?? 0;
      }
      if (this.tokensChannel >= 0) recorder.set(this.tokensChannel + m, tokens, now);
      if (this.usdChannel >= 0) recorder.set(this.usdChannel + m, usd, now);
    }
  }
}
