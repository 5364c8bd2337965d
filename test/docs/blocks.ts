// Reads the marked code blocks of a page. A mark is a comment on a line of its own before a block:
//   <!-- runs -->                  shell or TypeScript that must succeed
//   <!-- fails with N: a, b -->    shell that must exit with N and name a and b
//   <!-- file: path -->            a file, written where the later blocks run
//   <!-- patch: path -->           a diff of whole lines, applied there
import { readText } from "../house/files.ts";

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly mark: string;
  readonly text: string;
}

const MARKED = /^( *)<!-- ((?:runs|fails with|file:|patch:)[^\n]*?) -->\n\n? *```(\w+)\n([\s\S]*?)^ *```$/gm;

/** Marked blocks in the order of the page, their common indent removed. */
export function blocksOf(page: string): readonly Block[] {
  return [...readText(page).matchAll(MARKED)].map(([, indent = "", mark = "", language = "", text = ""]) => ({
    page,
    language,
    mark,
    text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** What a mark says after its word, such as the path of a file. */
export const argumentOf = (block: Block, word: string): string | undefined =>
  block.mark.startsWith(word) ? block.mark.slice(word.length).trim() : undefined;

/** Commands of a shell block, comments off. */
export const commandsOf = (block: Block): readonly string[] =>
  block.text
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"));

/** Applies a diff of whole lines: the lines it keeps and removes must stand together in the text, in its order. */
export function applyDiff(text: string, diff: string): string {
  const lines = text.split("\n");
  let at = 0;
  const find = (wanted: string): number => {
    const index = lines.indexOf(wanted, at);
    if (index < 0) throw new Error(`the page's diff names a line that is not there: ${wanted}`);
    return index;
  };
  for (const line of diff.split("\n").filter((each) => each !== "")) {
    const [sign, rest] = [line[0], line.slice(1)];
    if (sign === "+") lines.splice(at++, 0, rest);
    else if (sign === "-") {
      at = find(rest);
      lines.splice(at, 1);
    } else at = find(rest) + 1;
  }
  return lines.join("\n");
}
