/** What a study is asked: the questions of a scenario, those worth asking of any, and their words. */
import { grouped } from "../results/format.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { QuestionSpec, Scenario } from "../scenario/schema.ts";

/** A question of a scenario, or one that is asked of every run of a campaign. */
export type Asked = QuestionSpec | { readonly kind: "campaign-runs"; readonly campaign: string };

/** The scenario's own, by id, then every campaign's deadlines and demand in each year's last quarter. */
export function questionsOf(scenario: Scenario): ReadonlyMap<string, Asked> {
  const { questions, training, inference, start, end } = scenario;
  const asked = new Map<string, Asked>(Object.entries(questions));
  for (const [campaign, { deadline, deadlineDays }] of Object.entries(training.campaigns))
    if (deadline !== undefined || deadlineDays !== undefined)
      asked.set(`deadlines.${campaign}`, { kind: "campaign-runs", campaign });
  if (inference === undefined) return asked;
  const already = new Set(
    Object.values(questions).flatMap((each) => (each.kind === "demand" ? each.quarter : [])),
  );
  const first = inference.from > start ? inference.from : start;
  for (let year = Number(start.slice(0, 4)); `${year + 1}-01-01` <= end; year++) {
    const quarter = `${year}-Q4`;
    if (first <= `${year}-10-01` && !already.has(quarter))
      asked.set(`demand.${quarter}`, { kind: "demand", quarter, unserved: 0.01 });
  }
  return asked;
}

const WORDS = {
  building: "IT of building",
  energised: "energised",
  provisioned: "provisioned",
  drawn: "drawn",
} as const;

/** What the question asks, as a statement that a sample makes true or false. */
export function statementOf(scenario: Scenario, asked: Asked): string {
  if (asked.kind === "demand")
    return `At most ${Number((100 * valueOf(asked.unserved)).toPrecision(3))} % of demand unserved in ${asked.quarter}`;
  if (asked.kind === "site") {
    const name = scenario.sites[asked.site]?.name ?? asked.site;
    return `${name}: ${grouped(valueOf(asked.mw))} MW ${WORDS[asked.measure]} by ${asked.by}`;
  }
  const name = scenario.training.campaigns[asked.campaign]?.name ?? asked.campaign;
  if (asked.kind === "campaign-runs") return `${name}: a run ends by its deadline`;
  return `${name} ${asked.run} ends by ${asked.by ?? "its deadline"}`;
}
