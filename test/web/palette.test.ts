// Colours of generations and regions, in both themes and for every kind of colour vision.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generationToken, regionToken } from "../../web/theme.ts";

type Triple = readonly [number, number, number];

const css = readFileSync(new URL("../../web/styles/tokens.css", import.meta.url), "utf8");
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];

/** Linear RGB of a token. */
function colorOf(token: string, theme: Theme): Triple {
  const found = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  const hex = found?.[theme === "light" ? 1 : 2];
  if (hex === undefined) throw new Error(`tokens.css has no --${token}`);
  const at = (from: number): number => {
    const share = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple => {
  const row = (k: number): number => {
    const [a = 0, b = 0, c = 0] = matrix[k] ?? [];
    return a * x + b * y + c * z;
  };
  return [row(0), row(1), row(2)];
};

/** Severity 1 of Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, on linear RGB. */
const visions: Readonly<Record<string, readonly Triple[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** https://bottosson.github.io/posts/oklab/ */
function oklab(color: Triple): Triple {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(lms[0]), Math.cbrt(lms[1]), Math.cbrt(lms[2])],
  );
}

/** Distance of two tokens to the eye that tells them apart worst. */
function distance(one: string, other: string, theme: Theme): number {
  return Math.min(
    ...Object.values(visions).map((vision) => {
      const seen = (token: string): Triple => {
        const [r, g, b] = times(vision, colorOf(token, theme));
        const inside = (share: number): number => Math.max(0, Math.min(1, share));
        return oklab([inside(r), inside(g), inside(b)]);
      };
      const [a, b] = [seen(one), seen(other)];
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    }),
  );
}

const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(token: string, theme: Theme): number {
  const [low = 0, high = 0] = [colorOf(token, theme), colorOf("surface", theme)]
    .map(luminance)
    .toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const trainium = [1, 2, 3, 4, 5, 6].map((k) => generationToken(`trainium${k}`));
const compared = [
  "inferentia2",
  "h100",
  "h200",
  "b200",
  "gb200",
  "gb300",
  "tpu-v5p",
  "tpu-v6e",
  "tpu-v7",
  "mi300x",
  "mi355x",
].map(generationToken);
/** Why demand goes unserved. */
const reasons = [
  "demand-unserved",
  "band-overhead",
  "limit-supply",
  "limit-policy",
  "band-broken",
  "band-idle",
];
const regions = [0, 1, 2, 3, 4, 5].map(regionToken);

/** Every pair of a list, closest first. */
function pairs(tokens: readonly string[], theme: Theme): readonly { pair: string; apart: number }[] {
  return tokens
    .flatMap((one, k) =>
      tokens.slice(0, k).map((other) => ({ pair: `${other} ${one}`, apart: distance(one, other, theme) })),
    )
    .toSorted((one, other) => one.apart - other.apart);
}

describe.each(themes)("colours in the %s theme", (theme) => {
  it("stand at 3 : 1 or more against the surface", () => {
    const spares = [1, 2, 3, 4].map((k) => `gen-spare-${k}`);
    for (const token of [...trainium, ...compared, ...regions, ...spares, ...reasons, "mark-late"])
      expect(contrast(token, theme), token).toBeGreaterThanOrEqual(3);
  });
  it("of Trainium generations are told apart by every eye", () => {
    expect(pairs(trainium, theme)[0]?.apart, pairs(trainium, theme)[0]?.pair).toBeGreaterThan(0.1);
  });
  it("of regions are told apart by every eye", () => {
    expect(pairs(regions, theme)[0]?.apart, pairs(regions, theme)[0]?.pair).toBeGreaterThan(0.1);
  });
  it("of chips to compare with differ, if less so", () => {
    expect(pairs(compared, theme)[0]?.apart, pairs(compared, theme)[0]?.pair).toBeGreaterThan(0.05);
  });
});

describe("generationToken", () => {
  it("gives every generation a colour of its own", () => {
    expect(new Set([...trainium, ...compared]).size).toBe(17);
  });
  it("gives a chip that nobody knows a spare colour, the same each time", () => {
    expect(generationToken("my-chip")).toMatch(/^gen-spare-[1-4]$/);
    expect(generationToken("my-chip")).toBe(generationToken("my-chip"));
  });
});
