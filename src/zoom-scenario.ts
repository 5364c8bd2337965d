/** A zoom on what a scenario serves: one class of one served model on one system, from the cell its run uses. */
import { CompileError, Context } from "./compile/context.ts";
import { withCustomers } from "./compile/customers.ts";
import { burstOf, imbalanceOf } from "./compile/latency.ts";
import { promisedTo } from "./compile/served-models.ts";
import { cellFor } from "./compile/serving-cells.ts";
import { compileSystems } from "./compile/systems.ts";
import { tpotAt } from "./inference/serving-cell.ts";
import { lengthsByMedian, promptLengths, serviceTimes } from "./inference/service-times.ts";
import { catalogueOf } from "./scenario/catalogue-patch.ts";
import { valueOf } from "./scenario/quantity.ts";
import type { Scenario } from "./scenario/schema.ts";
import { suggestion } from "./scenario/issues.ts";
import type { ZoomSpec } from "./zoom/spec.ts";

export interface ScenarioZoom {
  /** Of the scenario's deliveries; absent: the first that serves the class. */
  readonly system?: string;
  /** Absent: the first. */
  readonly class?: string;
  /** Offered over what the chips serve at most; absent: the utilisation the autoscaler keeps. */
  readonly load?: number;
  readonly instances?: number;
}

export interface FromScenario {
  readonly spec: ZoomSpec;
  readonly load: number;
  /** What it is, in words, and what a reader should know. */
  readonly title: string;
  readonly notes: readonly string[];
}

/** Where neither a scenario nor the caller says. */
export const ZOOM_DEFAULTS = { instances: 8, load: 0.85 } as const;
/** An hour of more than this takes seconds: fewer instances are then taken, unless their number is stated. */
const MANY_REQUESTS = 1_000_000;
/**
 * An instance of a zoom is one that prefills. Where prefill and decode are apart it brings the decode instances that
 * the token mix gives it, so that both are full at load 1; sequences spread over those evenly.
 * @throws {CompileError} naming what the scenario lacks
 */
export function zoomSpecOf(scenario: Scenario, options: ScenarioZoom = {}): FromScenario {
  const catalogue = catalogueOf(scenario);
  const context = new Context(withCustomers(scenario, catalogue), catalogue, {});
  const { inference } = context.scenario;
  if (inference === undefined)
    throw new CompileError(["inference must be stated: the scenario serves nothing"]);
  const systems = compileSystems(context);
  const ids = Object.keys(inference.classes);
  const classId = options.class ?? ids[0] ?? "";
  const klass = inference.classes[classId];
  if (klass === undefined)
    throw new CompileError([`inference.classes has no ${classId}${suggestion(classId, ids)}`]);
  if (options.system !== undefined && !systems.has(options.system))
    throw new CompileError([
      `deliveries name no system ${options.system}${suggestion(options.system, [...systems.keys()])}`,
    ]);
  const mix = catalogue.tokenMixes[klass.tokenMix];
  for (const [id, facts] of systems) {
    if (options.system !== undefined && id !== options.system) continue;
    const cell = cellFor(context, facts, {
      spec: promisedTo(klass, inference),
      path: "inference",
      sloPath: "inference",
      tokenMix: klass.tokenMix,
    });
    if (cell === undefined || cell.kind === "unmet" || mix === undefined) continue;
    const apart = cell.layout === "disaggregated";
    const decoders = apart ? (1 - cell.prefillShare) / cell.prefillShare : 1;
    const slots = Math.max(1, Math.round(cell.batch * decoders));
    const input = mix.inputTokens.value;
    const output = mix.outputTokens.value;
    const load = options.load ?? valueOf(inference.utilisationCap);
    const chips = apart ? cell.instanceChips / cell.prefillShare : cell.instanceChips;
    const prompt =
      mix.inputP99 === undefined
        ? { median: input, sigma: 0, most: Infinity }
        : promptLengths(input, mix.inputP50?.value ?? input, mix.inputP99.value);
    const prefill = {
      linear: cell.prefillLinear,
      quadratic: cell.prefillQuadratic,
      hit: mix.prefixHit.value,
      cold: 0,
    };
    // As in a run: load 1 is where prefill is always busy. Long prompts take more than in proportion, so that this is below
    // the rate of the mean prompt; a run has the difference in its derate.
    const longer = serviceTimes(prompt, prefill).mean / cell.prefillSeconds;
    const anHour = (3600 * load * cell.outputPerChip * chips) / output / (apart ? longer : 1);
    const few = Math.max(2, Math.min(ZOOM_DEFAULTS.instances, Math.floor(MANY_REQUESTS / anHour)));
    const instances = options.instances ?? few;
    const notes = [
      "rates are the roofline's, without the production derate",
      ...(apart && longer > 1.01
        ? [
            `long prompts make the mean prefill ${Math.round(100 * (longer - 1))} % longer than the mean prompt's`,
          ]
        : []),
      ...(mix.inputP99 === undefined
        ? [`${mix.id}: no p99 of prompts is known; all are as long as the mean`]
        : []),
      "outputs are lognormal about the mix's mean with the median over mean of Azure's conversations of 2023 (129 of 211)",
    ];
    const spec: ZoomSpec = {
      seconds: 3600,
      requests: {
        requestsPerSecond: (anHour * instances) / 3600,
        minuteCv: burstOf(klass),
        minuteMemory: 0,
        prompt,
        output: lengthsByMedian(output, (output * 129) / 211),
      },
      instances,
      slots,
      prefill,
      tokenSeconds: Array.from({ length: slots + 1 }, (_, n) => {
        const token = tpotAt(cell, n / decoders);
        // What prefill takes of a mean step is what the zoom plays out itself.
        return apart ? token : Math.max(1e-6, token - (n / output) * cell.prefillSeconds);
      }),
      decodeDuringPrefill: apart ? 1 : 0,
      routing: "shares",
      shareCv: imbalanceOf(inference),
      seed: scenario.seed,
      replication: 0,
    };
    const title = `${inference.llm}, class ${classId}, on ${instances} x ${Math.round(chips)} chips of ${id}`;
    return { spec, load, title, notes };
  }
  throw new CompileError([
    ...context.faults,
    `no system of the scenario serves class ${classId} as promised; capsim run says why`,
  ]);
}
