/** Common factors: what several uncertain inputs have in common, one standard normal each. */
import { hashKey, normalCdf, standardNormal, Stream } from "../engine/index.ts";
import { choleskyOf, correlationMatrix } from "../scenario/correlation.ts";
import { coversPath, matchesPath } from "../scenario/path-pattern.ts";
import type { Scenario } from "../scenario/schema.ts";

/** A factor as it was drawn, and the part of a member's variance that is its. */
interface Drawn {
  readonly name: string;
  readonly loading: number;
  readonly normal: number;
  readonly paths: readonly string[];
}

/** The factor of every slip that no other factor claims. */
const SLIPS = "slips";
const LEAST_UNIFORM = 1 / 9_007_199_254_740_992;

/**
 * The factors of one draw of inputs. Each has a draw keyed by its name; correlated ones are mixed in the order in which
 * the scenario names them, so a factor that is added last, or that is correlated with none, moves nobody else's.
 */
export class CommonFactors {
  private readonly drawn: readonly Drawn[];

  /** @throws RangeError where the correlations are not positive definite, which loading has ruled out */
  constructor(uncertainty: Scenario["uncertainty"], seed: number, sample: number) {
    const factors = Object.entries(uncertainty?.factors ?? {});
    const n = factors.length;
    const names = factors.map(([name]) => name);
    const lower = choleskyOf(correlationMatrix(names, uncertainty?.correlations ?? {}), n);
    if (lower === undefined) throw new RangeError("uncertainty.correlations must be positive definite");
    const draws = new Stream(seed, sample, "factor");
    const own = names.map((name) => standardNormal(draws.uniform(hashKey(name), 0)));
    this.drawn = factors.map(([name, { loading, paths }], i) => ({
      name,
      loading: typeof loading === "number" ? loading : loading.value,
      normal: own.reduce((sum, z, j) => sum + (lower[i * n + j] ?? 0) * z, 0),
      paths,
    }));
  }

  /** Standard normal of a factor; undefined where there is none of that name. */
  normal(name: string): number | undefined {
    return this.drawn.find((factor) => factor.name === name)?.normal;
  }

  /** A member's standard normal: its own share of `own`, the rest its factor's; `own` where it belongs to none. */
  mixed(keys: readonly string[], own: number): number {
    const factor = this.drawn.find(({ paths }) => paths.some((pattern) => matchesPath(pattern, keys)));
    return factor === undefined ? own : mix(factor, own);
  }

  /** The uniform behind a slip, by its key: as it is where no factor has it. */
  slipUniform(key: string, own: number): number {
    const named = this.drawn.find(({ paths }) => paths.some((pattern) => coversPath(pattern, key)));
    const factor = named ?? this.drawn.find(({ name }) => name === SLIPS);
    if (factor === undefined) return own;
    const u = normalCdf(mix(factor, standardNormal(own)));
    // Strictly inside (0, 1), like every uniform: the ends would be slips of minus and plus infinity.
    return Math.min(1 - LEAST_UNIFORM, Math.max(LEAST_UNIFORM, u));
  }
}

const mix = ({ loading, normal }: Drawn, own: number): number =>
  Math.sqrt(loading) * normal + Math.sqrt(1 - loading) * own;
