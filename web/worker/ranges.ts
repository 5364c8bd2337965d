/** Ranges of money for a study worker: the scenario read and compiled as it was for the run. */
import { fetchScenario, loadCompiler, openMoneyStudy, readMoney } from "../../src/index.ts";
import type { MoneyStudy } from "../../src/index.ts";
import type { MoneyBasis, MoneyDone, MoneyRanges } from "../api.ts";
import { baseOf } from "./prepare.ts";
import type { RunRequest } from "./protocol.ts";

export async function openRanges(request: RunRequest, basis: MoneyBasis): Promise<MoneyStudy> {
  const [compile, loaded] = await Promise.all([
    loadCompiler(),
    fetchScenario(baseOf(request), { patch: request.patch }),
  ]);
  if (!loaded.ok) throw new Error(loaded.issues[0]?.message ?? "the scenario is not sound");
  const { scenario } = loaded;
  return openMoneyStudy(
    request.seed === undefined ? scenario : { ...scenario, seed: request.seed },
    basis,
    compile,
  );
}

export const readRanges = (study: MoneyStudy, done: readonly MoneyDone[]): MoneyRanges =>
  readMoney(study, done);
