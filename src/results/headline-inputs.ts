/** Which parts of a scenario each headline rests on, and whether most of that is assumed. */

const SUPPLY = ["sites", "construction", "power", "deliveries", "supply", "chipSupply", "agreement", "fleet"];
const SERVING = [...SUPPLY, "inference", "sharing"];
const TRAINING = [...SUPPLY, "training", "reliability", "sharing"];
const ALL = [...SERVING, "training", "reliability"];
const MONEY = [...SUPPLY, "money"];

const RESTS_ON: Readonly<Record<string, readonly string[]>> = {
  "peak-drawn": ALL,
  chips: SUPPLY,
  ettr: ["training", "reliability"],
  serving: SERVING,
  unserved: SERVING,
  tokens: SERVING,
  revenue: SERVING,
  ttft: SERVING,
  "ttft-p99": SERVING,
  "replicas-over-least": SERVING,
  "campaigns-done": TRAINING,
  "deadlines-missed": TRAINING,
  trained: TRAINING,
  staged: SUPPLY,
  energy: ALL,
  "agreement-peak": ["sites", "agreement"],
  "gw-years": SUPPLY,
  spend: MONEY,
  "commitment-spent": MONEY,
  shortfall: MONEY,
  "usd-per-gw-year": MONEY,
  "cost-per-gw-year": MONEY,
  "spend-today": MONEY,
  "usd-per-mtok": [...SERVING, "money"],
  "usd-per-exaflop-day": [...TRAINING, "money"],
  "energy-cost": [...ALL, "money"],
  "tonnes-co2": ALL,
};

type Counts = Readonly<Record<string, number>>;

/**
 * True where more than half of the inputs behind a headline are assumed or the user's own without a source.
 * @param parts inputs by part of the scenario and confidence
 */
export function restsOnAssumption(headline: string, parts: Readonly<Record<string, Counts>>): boolean {
  let weak = 0;
  let all = 0;
  for (const part of RESTS_ON[headline] ?? ALL) {
    for (const [confidence, count] of Object.entries(parts[part] ?? {})) {
      all += count;
      if (confidence === "assumed" || confidence === "yours") weak += count;
    }
  }
  return weak * 2 > all;
}
