// The project's own text files, found by walking the tree: tests about files need no git.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const skippedFolders = new Set([
  "node_modules",
  ".git",
  "dist",
  "dist-web",
  "coverage",
  ".cache",
  "test-results",
]);
const textFile =
  /(\.(ts|mjs|js|json|md|html|css|svg|csv|yaml|yml|txt|py|sh)|\/(run|LICENSE|\.gitignore|\.npmrc))$/;

/** Paths of text files under `folder`, relative to the root, sorted. An absent folder holds none. */
export function filesUnder(folder = ""): string[] {
  const found: string[] = [];
  walk(folder, found);
  return found.sort();
}

export const readText = (path: string): string => readFileSync(`${root}${path}`, "utf8");

function walk(folder: string, found: string[]): void {
  for (const entry of entriesOf(folder)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) walk(path, found);
    else if (entry.isFile() && textFile.test(`/${path}`)) found.push(path);
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(`${root}${folder}`, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** The code of a TypeScript file with comments blanked out; line numbers stay. Strings stay as they are. */
export function withoutComments(source: string): string {
  const blank = (text: string): string => text.replace(/[^\n]/g, " ");
  // Strings come first in the alternation, so that a slash inside one starts no comment.
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(token, (text) => (text.startsWith("/") ? blank(text) : text));
}

/** Modules a TypeScript file names in import, export-from and import(); type-only ones too. */
export function importsOf(source: string): string[] {
  const pattern =
    /^\s*(?:import|export)\b[^"'`;()]*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...withoutComments(source).matchAll(pattern)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}
