// The last rerun as it stands in the project.
import { readFileSync } from "node:fs";
import { FORMAT } from "./report.ts";
import type { Report } from "./report.ts";

export const PAGE = new URL("../../docs/validation.md", import.meta.url);
export const DATA = new URL("../../web/public/validation.json", import.meta.url);

export function textOf(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

export function committedReport(): Report | undefined {
  const text = textOf(DATA);
  if (text === undefined) return undefined;
  const report = JSON.parse(text) as Report;
  return report.format === FORMAT ? report : undefined;
}
