/** One sentence on a moment: how much is drawn and used, what holds it back most, and what goes unserved. */
import type { Bind } from "../api.ts";
import { formatDay, formatNumber, formatPower, monthKey } from "../format.ts";
import { valueAt } from "./bins.ts";
import { usefulAt } from "./shares.ts";
import type { RunView } from "./run-view.ts";

const limits: Readonly<Record<Bind["limit"], string>> = {
  "chip supply": "lack of chips holds",
  money: "the annual limit on money holds",
  power: "lack of power holds",
  hall: "lack of halls holds",
  demand: "lack of demand holds",
  "gang scheduling": "the size of jobs holds",
  failures: "failures hold",
  policy: "the rules of sharing hold",
  commissioning: "burn-in holds",
  nothing: "",
};

/** What chip-hours do in a state that is no use: "31 % of its chip-hours that month wait for power". */
const buckets: Readonly<Record<string, string>> = {
  "staged-no-hall": "wait for a hall",
  "staged-no-power": "wait for power",
  "burn-in": "go into burn-in",
  "site-outage": "are lost to an outage",
  maintenance: "go into maintenance",
  repair: "are under repair",
  stranded: "are stranded by a broken neighbour",
  "power-capped": "are held down for lack of power",
  checkpointing: "go into checkpoints",
  lost: "are work that failures undid",
  restarting: "go into restarts",
  stalled: "wait for a spare",
  draining: "wait for a job to gather",
  switching: "switch from one use to another",
  headroom: "are kept free for bursts of traffic",
  standby: "stand by",
  "idle-no-demand": "wait for work",
  "idle-no-fit": "are idle because no job fits",
  "idle-policy": "are idle by the rules",
};

/** Below this share unserved demand is not worth a word. */
const leastUnserved = 0.005;

export function sentenceAt(view: RunView, scope: string, time: number): string {
  const at = (key: string): number => valueAt(view, scope, key, time) ?? 0;
  const site = view.sites.find(({ id }) => id === scope);
  const energised = at("power.energised");
  const chips = at("chips.delivered");
  const begin = `On ${formatDay(time)} ${site?.name ?? "the fleet"} draws ${pair(at("power.drawn"), energised)} energised`;
  const because = reason(view, scope, time);
  if (chips < 1) return `${begin} and no chip is delivered yet${because}.${unserved(view, scope, time)}`;
  const share = usefulAt(view, scope, time) ?? 0;
  return `${begin} and ${(100 * share).toFixed(0)} % of ${formatNumber(chips)} chips do useful work${because}.${unserved(view, scope, time)}`;
}

/** "3.1 of 4.1 GW": both in the unit of the greater. */
const pair = (part: number, whole: number): string =>
  `${formatNumber(whole >= 1000 ? part / 1000 : part)} of ${formatPower(whole)}`;

function reason(view: RunView, scope: string, time: number): string {
  const month = monthKey(time);
  const here = view.binds.filter((bind) => bind.month === month && (scope === "all" || bind.site === scope));
  const held = here.filter(({ limit }) => limit !== "nothing");
  const [first] = held;
  if (first === undefined) return ", and nothing holds it back";
  const most = held.reduce((one, other) => (other.chipHours > one.chipHours ? other : one), first);
  const name = view.sites.find(({ id }) => id === most.site)?.name ?? most.site;
  const whom = scope === "all" ? name : "it";
  const others = held.filter((bind) => bind !== most && bind.limit === most.limit).length;
  const plural = most.limit === "failures" || most.limit === "policy";
  const rest = here.length - 1;
  const too =
    others === 0
      ? ""
      : `, as ${plural ? "they do" : "it does"} ${others === rest ? all(rest) : `${others} of ${rest} others`}`;
  return `, because ${limits[most.limit]} ${whom} back${detail(most)}${too}`;
}

const all = (count: number): string =>
  count === 1 ? "the other site" : count === 2 ? "both others" : `all ${count} others`;

function detail(bind: Bind): string {
  if (bind.bucket === "unserved")
    return ` (demand for ${formatNumber(bind.chipHours)} chip-hours is turned away that month)`;
  const what = buckets[bind.bucket];
  if (what === undefined || bind.deliveredChipHours <= 0) return "";
  const share = (100 * bind.chipHours) / bind.deliveredChipHours;
  return ` (${share.toFixed(0)} % of its chip-hours that month ${what})`;
}

/** Users are not at a site, so what goes unserved is always the fleet's. */
function unserved(view: RunView, scope: string, time: number): string {
  const asked = valueAt(view, "all", "demand.all", time) ?? 0;
  const missed = valueAt(view, "all", "demand.unserved", time) ?? 0;
  if (asked <= 0 || missed / asked < leastUnserved) return "";
  const share = (100 * missed) / asked;
  const where = scope === "all" ? "" : " across the fleet";
  return ` ${share.toFixed(share < 10 ? 1 : 0)} % of demand goes unserved${where}.`;
}
