import { binds } from "./binds.ts";
import { campaigns } from "./campaigns.ts";
import type { Chart } from "./chart.ts";
import { demand } from "./demand.ts";
import { withDifference } from "./difference.ts";
import { fleet } from "./fleet.ts";
import { latency } from "./latency.ts";
import { power } from "./power.ts";
import { replicas } from "./replicas.ts";
import { spend } from "./spend.ts";
import { utilisation } from "./utilisation.ts";

/** The charts of the page in reading order; keys 1 to 9 go to them. */
export const charts: readonly Chart[] = [
  ...[power, fleet, utilisation, demand, latency, replicas].map(withDifference),
  spend,
  campaigns,
  binds,
];
