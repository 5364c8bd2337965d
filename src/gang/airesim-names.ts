/**
 * AIReSim's own parameter names (https://github.com/karthikp-ubc/airesim, config.yaml): a flat mapping in minutes and failures
 * per minute. Its files and its names are read as ours, so that the two can be run on one input.
 */
import { suggestion } from "../scenario/issues.ts";
import type { IssueList } from "../scenario/issues.ts";
import type { JsonObject } from "../scenario/merge-patch.ts";
import { setPath } from "../scenario/set-path.ts";
import type { Setting } from "../scenario/set-path.ts";

const PER_DAY = 1440;

/** Where a parameter of theirs stands with us, and what turns its unit into ours. */
const PATHS: Readonly<Record<string, readonly [path: string, factor: number]>> = {
  job_size: ["job.servers", 1],
  job_length: ["job.computeDays", 1 / PER_DAY],
  working_pool_size: ["pools.working", 1],
  spare_pool_size: ["pools.spares", 1],
  warm_standbys: ["pools.standbys", 1],
  random_failure_rate: ["failures.perServerDay", PER_DAY],
  systematic_failure_rate_multiplier: ["failures.badMultiplier", 1],
  systematic_failure_fraction: ["failures.badShare", 1],
  failure_distribution: ["failures.distribution", 1],
  weibull_shape: ["failures.weibullShape", 1],
  lognormal_sigma: ["failures.lognormalSigma", 1],
  recovery_time: ["times.recoveryMinutes", 1],
  host_selection_time: ["times.hostSelectionMinutes", 1],
  preemption_wait_time: ["times.spareWaitMinutes", 1],
  auto_repair_time: ["repair.autoMinutes", 1],
  manual_repair_time: ["repair.manualMinutes", 1],
  prob_auto_to_manual: ["repair.escalateShare", 1],
  auto_repair_fail_prob: ["repair.autoFailShare", 1],
  manual_repair_fail_prob: ["repair.manualFailShare", 1],
  diagnosis_probability: ["diagnosis.foundShare", 1],
  diagnosis_uncertainty: ["diagnosis.wrongShare", 1],
  rack_size: ["selection.rackServers", 1],
  bad_server_regen_interval: ["regeneration.everyDays", 1 / PER_DAY],
};

/** What decides how often to run, not what: left to whoever runs. */
const LEFT = new Set([
  "seed",
  "num_replications",
  "max_replications",
  "adaptive_replications",
  "confidence_level",
  "relative_accuracy",
  "enable_topology",
]);
const REGENERATION = "bad_server_regeneration";

/** Whether a document is written in AIReSim's names: it has one of them, and nothing of ours. */
export const isAiresim = (document: JsonObject): boolean =>
  Object.keys(document).some((key) => Object.hasOwn(PATHS, key)) &&
  !["kind", "id", "job", "extends"].some((key) => Object.hasOwn(document, key));

/** A setting by one of AIReSim's names as one of ours; any other as it is. */
export function asOurs(setting: Setting): Setting {
  const found = Object.hasOwn(PATHS, setting.path) ? PATHS[setting.path] : undefined;
  if (found === undefined) return setting;
  const [path, factor] = found;
  return { path, value: typeof setting.value === "number" ? setting.value * factor : setting.value };
}

/** A gang that starts from AIReSim's defaults, changed by its document; what is left out of it is told as `left`. */
export function fromAiresim(
  list: IssueList,
  document: JsonObject,
): { readonly gang: JsonObject; readonly left: readonly string[] } {
  let gang: JsonObject = {
    extends: "airesim-table1",
    id: "airesim",
    title: "A gang in AIReSim's parameters",
    description: "",
  };
  const left: string[] = [];
  for (const [key, value] of Object.entries(document)) {
    if (LEFT.has(key)) left.push(key);
    else if (Object.hasOwn(PATHS, key)) {
      const ours = asOurs({ path: key, value });
      // The interval stands in every file, and counts where regeneration is on.
      if (key !== "bad_server_regen_interval" || document[REGENERATION] === true)
        gang = setPath(gang, ours.path, ours.value);
    } else if (key === REGENERATION) {
      if (value === true && document["bad_server_regen_interval"] === undefined)
        gang = setPath(gang, "regeneration.everyDays", 30);
      if (typeof value !== "boolean") list.report(key, "must be true or false", value);
    } else
      list.report(
        key,
        `is not a parameter of AIReSim's${suggestion(key, [...Object.keys(PATHS), REGENERATION])}`,
        value,
      );
  }
  return { gang, left };
}
