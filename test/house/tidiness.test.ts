// What a reader may rely on in every file: short, in its place, and about the project alone.
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesUnder, importsOf, readText, root, withoutComments } from "./files.ts";

const code = [...filesUnder("src"), ...filesUnder("web"), ...filesUnder("test"), ...filesUnder(".ci")].filter(
  (path) => path.endsWith(".ts"),
);

describe("files", () => {
  it("hold at most 500 lines in src/ and web/", () => {
    const long = [...filesUnder("src"), ...filesUnder("web")]
      .filter((path) => /\.(ts|css)$/.test(path))
      .map((path) => ({ path, lines: readText(path).split("\n").length - 1 }))
      .filter(({ lines }) => lines > 500);
    expect(long).toEqual([]);
  });

  it("are named in kebab-case", () => {
    const odd = code.filter((path) => !/^(\.?[a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z0-9-]+)*\.ts$/.test(path));
    expect(odd).toEqual([]);
  });

  it("called index.ts only re-export", () => {
    const own = filesUnder("src")
      .filter((path) => path.endsWith("/index.ts"))
      .filter(
        (path) =>
          withoutComments(readText(path))
            .replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+"[^"]+";/g, "")
            .trim() !== "",
      );
    expect(own).toEqual([]);
  });

  it("name no folder outside the project", () => {
    // Written in pieces, or this file would name them itself.
    const outside = new RegExp(
      `(^|[\\s"'\`(=:])/(${["wo" + "rk", "tm" + "p", "ro" + "ot", "ho" + "me"].join("|")})/[\\w.]`,
      "m",
    );
    expect(filesUnder().filter((path) => outside.test(readText(path)))).toEqual([]);
  });

  it("name no package registry's host", () => {
    const host = new RegExp(
      ["registry\\.npm" + "js", "registry\\.yarn" + "pkg", "npm\\.pkg\\." + "github"].join("|"),
    );
    expect(filesUnder().filter((path) => host.test(readText(path)))).toEqual([]);
  });

  it("run every test there is", () => {
    const off = /\b(it|test|describe)\.(only|todo|fails)\b|\b(it|test|describe)\.skip\(\s*["'`]/;
    expect(
      code.filter((path) => path.endsWith(".test.ts") && off.test(withoutComments(readText(path)))),
    ).toEqual([]);
  });
});

describe("the top level", () => {
  it("holds what the README names and nothing else", () => {
    const known =
      /^(src|web|models|test|docs|index\.html|vite\.config\.ts|package(-lock)?\.json|tsconfig(\.build)?\.json|README\.md|CHANGELOG\.md|LICENSE|node_modules|dist|dist-web|coverage|\..*)$/;
    expect(readdirSync(root).filter((name) => !known.test(name))).toEqual([]);
  });

  it("has a README in each folder of src/", () => {
    const folders = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const missing = folders
      .map(({ name }) => `src/${name}/README.md`)
      .filter((path) => !existsSync(`${root}${path}`));
    expect(missing).toEqual([]);
  });
});

describe("what package.json lists", () => {
  it("is used, and what is used is listed", () => {
    const manifest: unknown = JSON.parse(readText("package.json"));
    const { dependencies, devDependencies } = manifest as Record<string, Record<string, string>>;
    const packageOf = (name: string): string =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/");
    const imported = new Set(
      [...code, "vite.config.ts"]
        .flatMap((path) => importsOf(readText(path)))
        .filter((name) => !/^(\.|node:|virtual:)/.test(name))
        .map(packageOf),
    );
    const listed = new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})]);
    expect([...imported].filter((name) => !listed.has(name))).toEqual([]);
    expect(Object.keys(dependencies ?? {}).filter((name) => !imported.has(name))).toEqual([]);
  });
});
