import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshDraft } from "../../web/state/draft.ts";
import { decodeShare, encodeShare } from "../../web/state/share.ts";

const patch = { sites: { "new-carlisle": { tenancyShare: 0.8 } }, title: "Grüße, 世界" };

describe("a link", () => {
  it("brings back the draft and the view", async () => {
    const shared = {
      draft: { preset: "rainier", patch, seed: 7, name: "What if" },
      view: { from: 1, to: 2, cursor: 1.5, scope: "madison", picks: { "latency-class": "chat" } },
    };
    const hash = await encodeShare(shared);
    expect(hash).toMatch(/^v1\.[\w-]+$/);
    expect(await decodeShare(hash)).toEqual(shared);
  });
  it("stays under 2,000 characters for thirty sites", async () => {
    const sites = Object.fromEntries(
      Array.from({ length: 30 }, (_, k) => [
        `site-${k}`,
        {
          tenancyShare: k / 30,
          phases: { a: { date: `20${26 + (k % 9)}-0${1 + (k % 9)}-15`, itMw: 37 * k } },
        },
      ]),
    );
    const hash = await encodeShare({ draft: { ...freshDraft("rainier"), patch: { sites } }, view: {} });
    expect(hash.length).toBeLessThan(2000);
  });
  it("that is bad is a sentence, never an error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        for (const hash of [text, `v1.${text}`]) {
          const found = await decodeShare(hash);
          expect(typeof found === "string" || typeof found.draft.preset === "string").toBe(true);
        }
      }),
      { numRuns: 50 },
    );
    expect(await decodeShare("v2.abc")).toMatch(/another version/);
    expect(await decodeShare(`v1.${"A".repeat(300_000)}`)).toMatch(/too long/);
  });
  it("cut short says so", async () => {
    const hash = await encodeShare({ draft: { ...freshDraft("rainier"), patch }, view: {} });
    expect(await decodeShare(hash.slice(0, -12))).toMatch(/damaged|cut short/);
  });
  it("cannot smuggle in a seed or a view of the wrong kind", async () => {
    const odd = JSON.stringify({ preset: "p", seed: -1, view: { from: "x", cursor: 3 } });
    const stream = new Blob([odd]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = Buffer.from(await new Response(stream).arrayBuffer());
    expect(await decodeShare(`v1.${bytes.toString("base64url")}`)).toEqual({
      draft: freshDraft("p"),
      view: { cursor: 3 },
    });
  });
});
