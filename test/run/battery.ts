// The check battery of `npm run mutate`: exits with 0 where nothing is found and with FOUND at the first violation.
import { checkedRun, modelOf } from "./checked-run.ts";
import { HUNTED } from "./hunted.ts";
import { scenarioNumber } from "./random-scenario.ts";

const FOUND = 3;
const AUDITS = [0, 0.05, 0.17, 0.31, 0.44, 0.58, 0.72, 0.86, 1];
/** Random scenarios after the chosen ones. */
const RANDOM = Number(process.argv[2] ?? 30);

function check(name: string, input: unknown): void {
  const first = firstFault(input);
  if (first === undefined) return;
  console.log(`${name}: ${first}`);
  process.exit(FOUND);
}

function firstFault(input: unknown): string | undefined {
  const model = modelOf(input);
  try {
    return checkedRun(model, AUDITS).faults[0];
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : String(error)}`;
  }
}

for (const [name, scenario] of Object.entries(HUNTED)) check(name, scenario);
for (let i = 0; i < RANDOM; i++) check(`random ${i}`, scenarioNumber(i));
