// What an announcement changes is no change of the reader's own: levers and the text of a scenario start from it.
import { expect, it } from "vitest";
import type { RunRequest } from "../../web/worker/protocol.ts";
import { prepare, scenarioTexts } from "../../web/worker/prepare.ts";
import { diffPatch } from "../../web/state/patch.ts";
import type { JsonObject } from "../../web/state/patch.ts";
import { newsIn } from "../../web/state/news.ts";

const request = (patch: JsonObject): RunRequest => ({ preset: "five-gigawatts", patch });
const news = { "openai-trainium-2gw": true };

it("levers show what an announcement sets as what is there", async () => {
  const valueOf = async (patch: JsonObject): Promise<unknown> => {
    const prepared = await prepare(request(patch));
    if (prepared.kind !== "model") throw new Error(JSON.stringify(prepared.issues));
    return prepared.shown.levers.find(({ id }) => id === "other-claim")?.preset;
  };
  expect(await valueOf({})).toBe(0);
  expect(await valueOf({ news })).toBe(1);
  const own = {
    announcements: { a: { title: "A", patches: { any: { with: { seed: 3 } } } } },
    news: { a: true },
  };
  expect(await valueOf(own)).toBe(0);
});

it("the whole text of a scenario differs from its start by what the reader changed alone", async () => {
  const start = async (patch: JsonObject): Promise<unknown> => {
    const { presetText, text } = await scenarioTexts(request(patch));
    return diffPatch(JSON.parse(presetText), JSON.parse(text));
  };
  const own = { inference: { priceElasticity: 0.5 } };
  expect(await start({ news, ...own })).toEqual(await start(own));
});

it("a scenario says of announcements what is switched, and nothing where nothing is", () => {
  expect(newsIn({ news, announcements: {}, seed: 1 })).toEqual({ news });
  expect(newsIn({ news: {}, announcements: 3 })).toEqual({});
  expect(newsIn({})).toEqual({});
});
