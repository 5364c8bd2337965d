// Same scenario, same seed: same bytes everywhere. What differs between runtimes or runs is not in src/.
import { describe, expect, it } from "vitest";
import { filesUnder, readText, withoutComments } from "./files.ts";

// The four operations and these agree in the last bit on every runtime; log, exp, pow, sin do not.
const exact =
  /^(abs|ceil|floor|round|trunc|sign|sqrt|min|max|imul|clz32|fround|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)$/;

const sources = filesUnder("src").filter((path) => path.endsWith(".ts"));
const found = (pattern: RegExp, keep: (match: string) => boolean = () => true): string[] =>
  sources.flatMap((path) =>
    [...withoutComments(readText(path)).matchAll(pattern)]
      .filter((match) => keep(match[1] ?? match[0]))
      .map((match) => `${path}: ${match[0].trim()}`),
  );

describe("src/", () => {
  it("takes nothing from Math that may differ in the last bit", () => {
    expect(found(/\bMath\s*\??\.\s*(\w+)/g, (name) => !exact.test(name))).toEqual([]);
    expect(found(/\bMath\s*[^\s.?\w]/g)).toEqual([]);
  });

  it("raises to no power by an operator", () => {
    expect(found(/[\w)\]]\s*\*\*=?\s*[\w(]/g)).toEqual([]);
  });

  it("reads no clock and no unseeded randomness", () => {
    expect(found(/\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bperformance\s*\.|\bcrypto\s*\./g)).toEqual([]);
  });

  it("sorts and formats by no locale", () => {
    expect(
      found(/\.toLocale\w+|\.localeCompare|\bIntl\s*\./g, () => true).filter(
        (hit) => !hit.startsWith("src/cli/"),
      ),
    ).toEqual([]);
  });
});

describe("the search itself", () => {
  it("does not see comments and does see code", () => {
    expect(withoutComments('a // Math.log\n/* Math.exp */ b "// kept"')).toBe(
      'a            \n               b "// kept"',
    );
  });
});
