/** A study of money inside a worker; fetched for the first one. */
import { fetchScenario, loadCompiler, openMoneyStudy, moneyRangesOf } from "../../src/index.ts";
import type { MoneyStudy } from "../../src/index.ts";
import { baseOf } from "./prepare.ts";
import type { FromStudyWorker, MoneyAsk, ToStudyWorker } from "./study-protocol.ts";

type Asked = Extract<ToStudyWorker, { readonly kind: `money-${string}` }>;

/** The one that was opened last: a worker has one study in its life. */
let opened: Promise<MoneyStudy> | undefined;

/** @throws Error where the scenario cannot be read, or where no study was opened */
export async function answerMoney(message: Asked): Promise<FromStudyWorker> {
  const { id } = message;
  if (message.kind === "money-open") opened = open(message.ask);
  if (opened === undefined) throw new Error("no study of money was opened");
  const study = await opened;
  if (message.kind === "money-open") return { kind: "money-opened", id, tasks: study.tasks };
  if (message.kind === "money-task") return { kind: "money-ran", id, done: await study.run(message.task) };
  return { kind: "money-view", id, view: moneyRangesOf(study, message.done) };
}

async function open({ request, basis, size }: MoneyAsk): Promise<MoneyStudy> {
  const [compile, loaded] = await Promise.all([
    loadCompiler(),
    fetchScenario(baseOf(request), { patch: request.patch }),
  ]);
  if (!loaded.ok) throw new Error(loaded.issues[0]?.message ?? "the scenario is not sound");
  const { scenario } = loaded;
  const { seed = scenario.seed } = request;
  return openMoneyStudy({ ...scenario, seed }, basis, compile, size);
}
