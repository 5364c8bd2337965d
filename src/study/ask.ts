/** Reads a question written on one line, as on the command line or in a form. */
import type { ScenarioInput } from "../scenario/schema.ts";

export type QuestionInput = NonNullable<ScenarioInput["questions"]>[string];

const FORMS = [
  "campaign:<id>:<run>[:<date>]",
  "demand:<year>-Q<1-4>[:<share unserved>]",
  "site:<id>:<building|energised|provisioned|drawn>:<MW>:<date>",
] as const;

/** What a question may look like, for a message. */
export const ASK_FORMS = FORMS.join(" or ");

const MEASURES = ["building", "energised", "provisioned", "drawn"] as const;

/**
 * `campaign:frontier:1`, `demand:2029-Q3`, `site:new-carlisle:energised:1500:2028-06-01`; undefined where the text has none
 * of these forms. Whether what it names is there, and its dates lie within, is for the scenario's checks.
 */
export function parseQuestion(text: string): QuestionInput | undefined {
  const [kind, name = "", ...rest] = text.split(":");
  if (name === "") return undefined;
  if (kind === "campaign" && rest.length <= 2) {
    const [run = "1", by] = rest;
    if (!/^\d+$/.test(run)) return undefined;
    return { kind, campaign: name, run: Number(run), ...(by === undefined ? {} : { by }) };
  }
  if (kind === "demand" && rest.length <= 1) {
    const [unserved] = rest;
    if (unserved === undefined) return { kind, quarter: name };
    return isNumber(unserved) ? { kind, quarter: name, unserved: Number(unserved) } : undefined;
  }
  if (kind !== "site" || rest.length !== 3) return undefined;
  const [word = "", mw = "", by = ""] = rest;
  const measure = MEASURES.find((each) => each === word);
  if (measure === undefined || !isNumber(mw)) return undefined;
  return { kind, site: name, measure, mw: Number(mw), by };
}

const isNumber = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);
