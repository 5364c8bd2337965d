import { binds } from "./binds.ts";
import { campaigns } from "./campaigns.ts";
import type { Chart } from "./chart.ts";
import { fleet } from "./fleet.ts";
import { power } from "./power.ts";
import { utilisation } from "./utilisation.ts";

/** The charts of the page in reading order; keys 1 to 5 go to them. */
export const charts: readonly Chart[] = [power, fleet, utilisation, campaigns, binds];
