// A directory of a test's own in which pages are followed word by word.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished } from "vitest";
import { applyDiff, argumentOf, commandsOf } from "./blocks.ts";
import type { Block } from "./blocks.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Done {
  readonly code: number | null;
  readonly output: string;
}

export interface Place {
  readonly directory: string;
  write(path: string, text: string): void;
  read(path: string): string;
  node(...args: readonly string[]): Done;
  /** Does what a block says, and expects what its mark says. */
  follow(block: Block): void;
}

/** An empty directory in which `import "capsim"` and `npx capsim` mean this project. */
export function emptyPlace(): Place {
  const place = placeAt(root);
  const exports = { ".": "./index.js", "./node": "./node.js" };
  place.write("node_modules/capsim/package.json", JSON.stringify({ type: "module", exports }));
  for (const [name, source] of [
    ["index.js", "src/index.ts"],
    ["node.js", "src/study/node/pool.ts"],
  ] as const)
    place.write(
      `node_modules/capsim/${name}`,
      `export * from ${JSON.stringify(pathToFileURL(join(root, source)))};\n`,
    );
  return place;
}

/** A copy of the project's sources and data, in which they can be changed. */
export function copyPlace(): Place {
  const place = placeAt(undefined);
  for (const name of ["src", "models", "package.json", "tsconfig.json", "tsconfig.build.json", ".ci"])
    cpSync(join(root, name), join(place.directory, name), { recursive: true });
  mkdirSync(join(place.directory, "docs"));
  cpSync(join(root, "docs/reference"), join(place.directory, "docs/reference"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(place.directory, "node_modules"));
  return place;
}

function placeAt(home: string | undefined): Place {
  const directory = mkdtempSync(join(tmpdir(), "capsim-docs-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  let scripts = 0;
  const node = (...args: readonly string[]): Done => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, COLUMNS: "80", NO_COLOR: "1" },
    });
    return { code: status, output: stdout + stderr };
  };
  const place: Place = {
    directory,
    write: (path, text) => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    },
    read: (path) => readFileSync(join(directory, path), "utf8"),
    node,
    follow: (block) => {
      const [file, patch, fails] = (["file:", "patch:", "fails with"] as const).map((word) =>
        argumentOf(block, word),
      );
      if (file !== undefined) return place.write(file, block.text);
      if (patch !== undefined) return place.write(patch, applyDiff(place.read(patch), block.text));
      if (block.language === "sh") {
        const [code = "0", words = ""] = (fails ?? "0").split(":");
        for (const command of commandsOf(block)) {
          const done = node(...argumentsOf(command, home ?? directory));
          expect(done, command).toMatchObject({ code: Number(code) });
          for (const word of words.split(",")) expect(done.output, command).toContain(word.trim());
        }
        return undefined;
      }
      const name = `page-${++scripts}.mjs`;
      place.write(name, block.text);
      const done = node(name);
      expect(done, block.text).toMatchObject({ code: 0 });
      expect(done.output.trim(), "an example says something").not.toBe("");
      return undefined;
    },
  };
  return place;
}

/** What Node is to be called with for a command of a page. */
function argumentsOf(command: string, home: string): readonly string[] {
  const [first, second, ...rest] = command.replaceAll("'", "").split(/\s+/);
  if (first === "npx" && second === "capsim") return [join(home, "src/cli/main.ts"), ...rest];
  if (command === "npm run catalogue")
    return ["--eval", "await import('./.ci/catalogue.ts'); await import('./.ci/scenarios.ts');"];
  if (command === "npm run types")
    return [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.build.json"];
  throw new Error(`a page's command that no test knows how to run: ${command}`);
}
