// Every comparison with figures of others, in the order of docs/validation.md.
import { airesim } from "./airesim.ts";
import { backtest } from "./backtest.ts";
import { checkpoint } from "./checkpoint.ts";
import { decade } from "./decade.ts";
import { demand } from "./demand.ts";
import { gangClosedForms } from "./gang.ts";
import { hardware } from "./hardware.ts";
import { harvest } from "./harvest.ts";
import { hazards } from "./hazards.ts";
import { latency } from "./latency.ts";
import { llama3 } from "./llama3.ts";
import { moneyChecks } from "./money-checks.ts";
import { moneySettled } from "./money-settled.ts";
import { money } from "./money.ts";
import { publishedForms } from "./published-forms.ts";
import { queues } from "./queues.ts";
import { recovery } from "./recovery.ts";
import { regions } from "./regions.ts";
import { roofline } from "./roofline.ts";
import type { OracleGroup } from "./row.ts";
import { scheduling } from "./scheduling.ts";
import { servingCalibration } from "./serving-calibration.ts";
import { servingOutOfSample } from "./serving-out-of-sample.ts";

export const oracleGroups: readonly OracleGroup[] = [
  scheduling,
  queues,
  checkpoint,
  recovery,
  llama3,
  gangClosedForms,
  airesim,
  hazards,
  publishedForms,
  latency,
  roofline,
  servingCalibration,
  servingOutOfSample,
  demand,
  harvest,
  hardware,
  regions,
  money,
  moneySettled,
  moneyChecks,
  backtest,
  decade,
];
