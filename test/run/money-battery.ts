// The check battery of `npm run mutate` for money: exits with 0 where nothing is found and with FOUND at the first violation.
import fc from "fast-check";
import { moneyOnWorld, settlerOf } from "./money-world.ts";

const FOUND = 3;
const RANDOM = 120;

const settle = settlerOf();
for (const [i, scenario] of fc.sample(moneyOnWorld, { seed: 1, numRuns: RANDOM }).entries()) {
  const fault = firstFault(scenario);
  if (fault === undefined) continue;
  console.log(`money ${i}: ${fault}`);
  process.exit(FOUND);
}

function firstFault(scenario: Parameters<typeof settle>[0]): string | undefined {
  try {
    return settle(scenario).faults[0];
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : String(error)}`;
  }
}
