/** The worker that reads scenarios: it answers at once, also while a run is in flight in the other. */
import { fetchPresets, loadCompiler } from "../../src/index.ts";
import type { Model, MoneyBasis } from "../api.ts";
import { prepare, scenarioTexts } from "./prepare.ts";
import type {
  FromScenarioWorker,
  ImportOrder,
  NewsEffectOrder,
  RunRequest,
  ToScenarioWorker,
} from "./protocol.ts";
import { sameBasis } from "./same-basis.ts";

const post = (message: FromScenarioWorker): void => postMessage(message);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** For what is asked for ahead of its use: who uses it asks again, and hears what is wrong. */
const ahead = (coming: Promise<unknown>): void => void coming.catch(() => undefined);

addEventListener("message", (event: MessageEvent<ToScenarioWorker>) => {
  const message = event.data;
  if (message.kind === "keep") keep(message.id, message.basis);
  else if (message.kind === "news") void listNews(message.id, message.request);
  else if (message.kind === "effect") void tellEffect(message.id, message.order);
  else if (message.kind === "import") void bringIn(message.id, message.order);
  else if (message.kind === "prepare") void read(message.id, message.request, message.fresh === true);
  else void write(message.id, message.request);
});

/** Models that went off to be run, and those of them whose run is there, with what it did in money terms. */
const sent = new Map<number, Model>();
const kept = new Map<number, { readonly model: Model; readonly basis: MoneyBasis }>();
const mostKept = 4;

function keep(id: number, basis: MoneyBasis): void {
  const model = sent.get(id);
  if (model === undefined) return;
  sent.delete(id);
  kept.set(id, { model, basis });
  dropOldest(kept);
  ahead(import("./settle.ts"));
}

function dropOldest(of: Map<number, unknown>): void {
  for (const id of [...of.keys()].slice(0, -mostKept)) of.delete(id);
}

async function read(id: number, request: RunRequest, fresh: boolean): Promise<void> {
  try {
    const prepared = await prepare(request);
    if (prepared.kind === "issues") post({ kind: "issues", id, issues: prepared.issues });
    else {
      const { model, shown } = prepared;
      if (model.money !== undefined && !fresh) {
        for (const [of, run] of kept) {
          if (!sameBasis(model, run.model)) continue;
          const { settle } = await import("./settle.ts");
          return post({ kind: "settled", id, of, settled: settle(model, shown, run.basis) });
        }
        for (const [of, other] of sent) if (sameBasis(model, other)) return post({ kind: "waits", id, of });
      }
      sent.set(id, model);
      dropOldest(sent);
      post({ kind: "prepared", id, model, shown });
    }
  } catch (error) {
    post({ kind: "failed", id, message: textOf(error) });
  }
  // Any of them then opens at once, and without a network.
  ahead(fetchPresets());
}
async function write(id: number, request: RunRequest): Promise<void> {
  // Where a preset cannot be fetched, its run says so.
  const texts = await scenarioTexts(request).catch(() => ({ presetText: "{}", text: "{}" }));
  post({ kind: "text", id, ...texts });
}
async function listNews(id: number, request: RunRequest): Promise<void> {
  try {
    const { newsOf } = await import("./news.ts");
    post({ kind: "news", id, news: await newsOf(request) });
  } catch (error) {
    post({ kind: "news", id, news: { ok: false, issues: [{ path: "", message: textOf(error) }] } });
  }
}
async function tellEffect(id: number, order: NewsEffectOrder): Promise<void> {
  const sentence = await import("./news.ts").then(({ effectOf }) => effectOf(order), textOf);
  post({ kind: "effect", id, sentence });
}
async function bringIn(id: number, order: ImportOrder): Promise<void> {
  try {
    // Fetched when the first file comes: most readers bring none.
    const { importFiles } = await import("./import-files.ts");
    post({ kind: "imported", id, imported: await importFiles(order) });
  } catch (error) {
    // A file that was moved or locked since it was dropped cannot be read.
    post({
      kind: "imported",
      id,
      imported: { kind: "issues", issues: [{ path: "", message: textOf(error) }] },
    });
  }
}
// It comes while the page makes its first request.
ahead(loadCompiler());
post({ kind: "ready" });
