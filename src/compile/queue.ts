/** The queue of stream jobs as a scenario describes it -> numbers. */
import type { QueueModel } from "../model/types.ts";
import type { Scenario } from "../scenario/index.ts";
import { valueOf } from "../scenario/quantity.ts";

const HOUR = 3600;

/** Teams in the order in which streams name them. */
export const teamsOf = ({ training }: Scenario): readonly string[] => [
  ...new Set(Object.values(training.streams).flatMap(({ team }) => (team === undefined ? [] : [team]))),
];

export function compileQueue(scenario: Scenario): QueueModel | undefined {
  const { queue } = scenario.training;
  if (queue === undefined) return undefined;
  const teams = teamsOf(scenario);
  const named = teams.map((team) => queue.shares[team]);
  const given = named.reduce((sum: number, share) => sum + (share === undefined ? 0 : valueOf(share)), 0);
  const rest = Math.max(0, 1 - given) / Math.max(1, named.filter((share) => share === undefined).length);
  return {
    discipline: queue.discipline,
    graceSeconds: valueOf(queue.graceHours) * HOUR,
    halfLifeSeconds: valueOf(queue.halfLifeDays) * 24 * HOUR,
    estimateFactor: valueOf(queue.estimateFactor),
    shares: named.map((share) => (share === undefined ? rest : valueOf(share))),
    borrow: queue.borrow,
    reclaim: queue.reclaim,
  };
}
