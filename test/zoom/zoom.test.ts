import { describe, expect, it } from "vitest";
import { closedForm, measuredMinutes, pooled, readRequests, Zoom, zoom } from "../../src/index.ts";
import type { ZoomSpec } from "../../src/index.ts";

/** Prompts of 1,000 tokens a second; a token takes 0.1 s alone and 0.01 s more for each beside it. */
const base: ZoomSpec = {
  seconds: 60,
  instances: 1,
  slots: 4,
  prefill: { linear: 1e-3, quadratic: 0, hit: 0, cold: 0 },
  tokenSeconds: [0.1, 0.1, 0.11, 0.12, 0.13],
  decodeDuringPrefill: 1,
  routing: "shares",
  shareCv: 0,
  seed: 1,
  replication: 0,
  requests: { seconds: [1], promptTokens: [2000], outputTokens: [11] },
};
const listed = (rows: readonly (readonly [number, number, number])[]): ZoomSpec["requests"] => ({
  seconds: rows.map(([at]) => at),
  promptTokens: rows.map(([, prompt]) => prompt),
  outputTokens: rows.map(([, , output]) => output),
});
const drawn: ZoomSpec = {
  ...base,
  seconds: 3600,
  instances: 6,
  slots: 64,
  shareCv: 0.2,
  requests: {
    requestsPerSecond: 3,
    minuteCv: 0.3,
    minuteMemory: 0,
    prompt: { median: 900, sigma: 0.5, most: 5000 },
    output: { median: 40, sigma: 0.8, most: 400 },
  },
};

describe("one request", () => {
  it("waits for nobody: prefill, then ten more tokens", () => {
    const { ttft, tpot, e2e, wait } = zoom(base);
    expect(ttft.p50).toBeCloseTo(2, 9);
    expect(wait.p50).toBe(0);
    expect(tpot.p50).toBeCloseTo(0.1, 9);
    expect(e2e.p50).toBeCloseTo(3, 9);
  });

  it("of one token ends with its prefill", () => {
    const result = zoom({ ...base, requests: listed([[1, 2000, 1]]) });
    expect(result.e2e.p50).toBeCloseTo(2, 9);
    expect(result.sorted.tpot.length).toBe(0);
  });
});

describe("several requests", () => {
  it("are prefilled one after the other, first come first served", () => {
    const requests = listed([
      [0, 2000, 1],
      [0.5, 1000, 1],
      [0.6, 100, 1],
    ]);
    expect([...zoom({ ...base, requests }).sorted.ttft].map((each) => Number(each.toFixed(9)))).toEqual([
      2, 2.5, 2.5,
    ]);
  });

  it("slow each other's tokens while they decode together", () => {
    // The second joins at 2 s, when the first has gained 10 of 20 tokens; both then take 0.11 s a token.
    const requests = listed([
      [0, 1000, 21],
      [1, 1000, 11],
    ]);
    const { e2e, tpot } = zoom({ ...base, requests });
    expect(e2e.p99).toBeCloseTo(1 + 1 + 1.1, 6);
    expect(tpot.p50).toBeCloseTo((1 + 1.1) / 20, 6);
    expect(tpot.p99).toBeCloseTo(0.11, 6);
  });

  it("stop decoding while prefill goes first", () => {
    const requests = listed([
      [0, 1000, 11],
      [1.5, 1000, 1],
    ]);
    const apart = zoom({ ...base, requests });
    const first = zoom({ ...base, requests, decodeDuringPrefill: 0 });
    const half = zoom({ ...base, requests, decodeDuringPrefill: 0.5 });
    expect(apart.e2e.p99).toBeCloseTo(2, 9);
    expect(first.e2e.p99).toBeCloseTo(3, 9);
    expect(half.e2e.p99).toBeCloseTo(2.5, 9);
  });

  it("wait for a slot when all are held", () => {
    const requests = listed([
      [0, 100, 11],
      [0, 100, 11],
    ]);
    // With one slot the second's prefill begins when the first is done, at 1.1 s.
    expect(zoom({ ...base, slots: 1, requests }).sorted.ttft[1]).toBeCloseTo(1.2, 9);
    expect(zoom({ ...base, slots: 2, requests }).sorted.ttft[1]).toBeCloseTo(0.2, 9);
  });

  it("spread to the shortest queue", () => {
    const requests = listed([
      [0, 1000, 1],
      [0, 1000, 1],
      [0, 1000, 1],
    ]);
    const { ttft } = zoom({ ...base, instances: 3, routing: "least-loaded", requests });
    expect(ttft.p99).toBeCloseTo(1, 9);
  });
});

describe("an hour", () => {
  it("is the same bytes for the same seed, in one go or in slices", () => {
    const once = zoom(drawn);
    const run = new Zoom(drawn);
    while (!run.advance(997));
    expect(run.finish()).toEqual(once);
    expect(zoom({ ...drawn, replication: 1 }).sorted.ttft).not.toEqual(once.sorted.ttft);
  });

  it("keeps Little's law: slots held are rate times hold, and busy prefill is rate times prefill", () => {
    const result = zoom({ ...drawn, seconds: 20_000 });
    const rate = result.requests / 20_000;
    const held = result.e2e.mean - result.wait.mean;
    expect((result.slotsHeld * 6 * 64) / (rate * held)).toBeCloseTo(1, 2);
    expect((result.prefillBusy * 6) / (rate * (result.ttft.mean - result.wait.mean))).toBeCloseTo(1, 2);
    let waiting = 0;
    for (const each of result.minutes.waiting) waiting += each / result.minutes.waiting.length;
    expect(waiting / (rate * result.wait.mean)).toBeCloseTo(1, 1);
  });

  it("serves everyone, and says how far it is", () => {
    const run = new Zoom(drawn);
    expect(() => run.finish()).toThrow("not over");
    expect(run.share).toBe(0);
    while (!run.advance(1e6));
    expect(run.share).toBe(1);
    expect(run.finish().minutes.arrivals.reduce((sum, each) => sum + each, 0)).toBe(run.finish().requests);
  });

  it("has what several hours have together", () => {
    const [a, b] = [zoom(drawn), zoom({ ...drawn, replication: 1 })];
    const both = pooled([a, b]);
    expect(both.requests).toBe(a.requests + b.requests);
    expect(both.ttft.mean).toBeCloseTo(
      (a.ttft.mean * a.requests + b.ttft.mean * b.requests) / both.requests,
      9,
    );
  });

  it("without requests is empty", () => {
    const result = zoom({ ...drawn, requests: { seconds: [], promptTokens: [], outputTokens: [] } });
    expect(result.requests).toBe(0);
    expect(result.ttft.p50).toBeNaN();
  });
});

describe("minutes that remember", () => {
  it("have the deviation and the memory they were drawn with", () => {
    const spec: ZoomSpec = {
      ...drawn,
      seconds: 300_000,
      prefill: { ...drawn.prefill, linear: 1e-6 },
      requests: { ...(drawn.requests as object), minuteCv: 0.3, minuteMemory: 0.7 } as ZoomSpec["requests"],
    };
    const { arrivals } = zoom({ ...spec, tokenSeconds: [1e-4] }).minutes;
    const seconds: number[] = [];
    arrivals.forEach((count, minute) => {
      for (let i = 0; i < count; i++) seconds.push(60 * minute + (60 * (i + 0.5)) / count);
    });
    const found = measuredMinutes({ seconds, promptTokens: [], outputTokens: [] }, 300_000);
    expect(found.minuteCv).toBeCloseTo(0.3, 1);
    expect(found.minuteMemory).toBeCloseTo(0.7, 1);
  });

  it("make the closed form's P99 longer", () => {
    const at = (minuteMemory: number): number =>
      closedForm({
        ...drawn,
        requests: {
          ...(drawn.requests as object),
          requestsPerSecond: 4,
          minuteMemory,
        } as ZoomSpec["requests"],
      }).ttft.p99;
    expect(at(0.7)).toBeGreaterThan(1.2 * at(0));
  });
});

describe("what cannot be", () => {
  it.each([
    [{ instances: 0 }, "instances must be a whole number"],
    [{ slots: 1.5 }, "slots must be a whole number"],
    [{ tokenSeconds: [] }, "tokenSeconds must not be empty"],
    [{ decodeDuringPrefill: 2 }, "from 0 to 1 (found 2)"],
    [{ prefill: { linear: 0, quadratic: 0, hit: 0, cold: 0 } }, "a prefill must take time"],
    [
      {
        requests: listed([
          [5, 1, 1],
          [4, 1, 1],
        ]),
      },
      "request 2 must not come before",
    ],
    [{ requests: listed([[0, 0, 1]]) }, "request 1 must have a prompt"],
  ] as const)("%o is refused", (changes, message) => {
    expect(() => zoom({ ...base, ...changes })).toThrow(message);
  });
});

describe("a table of requests", () => {
  it("counts seconds from the first, sorts, and drops what is none", () => {
    const read = readRequests(
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:00:01.5,10,2\n2023-11-16 18:00:00,20,3\n\nx,1,1\n",
    );
    expect(read).toMatchObject({ ok: true, dropped: ["line 5 is dropped: x,1,1"] });
    if (read.ok) {
      expect(Array.from(read.requests.seconds).map((each) => Number(each.toFixed(6)))).toEqual([0, 1.5]);
      expect(Array.from(read.requests.promptTokens)).toEqual([20, 10]);
    }
  });

  it("may have seconds and other columns", () => {
    const read = readRequests("id,GeneratedTokens,ContextTokens,TIMESTAMP\n1,5,6,7.5\n");
    expect(read.ok && [read.requests.promptTokens[0], read.requests.outputTokens[0]]).toEqual([6, 5]);
  });

  it("is refused where it holds none", () => {
    expect(readRequests("a,b\n")).toEqual({
      ok: false,
      faults: ["must have a column TIMESTAMP, ContextTokens, GeneratedTokens"],
    });
    expect(readRequests("TIMESTAMP,ContextTokens,GeneratedTokens\n")).toEqual({
      ok: false,
      faults: ["must hold a request"],
    });
  });
});
