/** One thread of a study of money: gets the scenario and what its run did, then runs one task after another. */
import { parentPort } from "node:worker_threads";
import { loadCompiler } from "../../compile/load-compiler.ts";
import type { MoneyTask } from "../money-study.ts";
import { openMoneyStudy } from "../money-study.ts";
import type { MoneyStudy } from "../money-study.ts";
import { replyTo } from "./messages.ts";
import type { Request } from "./messages.ts";
import type { MoneyStart } from "./pool.ts";

if (parentPort === null) throw new Error("this file is the inside of a worker thread");
const port = parentPort;

port.once("message", (start: MoneyStart) => {
  const study = open(start);
  // Each task that needs it tells of what is wrong with it.
  study.catch(() => undefined);
  port.on("message", ({ job }: Request<MoneyTask>) => {
    void replyTo(async () => (await study).run(job)).then((reply) => port.postMessage(reply));
  });
});

async function open({ scenario, basis, size }: MoneyStart): Promise<MoneyStudy> {
  return openMoneyStudy(scenario, basis, await loadCompiler(), size);
}
