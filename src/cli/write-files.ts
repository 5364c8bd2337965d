/**
 * Writes a run's files whole or not at all: everything goes to a temporary directory on the same file
 * system, is flushed to the disk, and takes its final name only then. After a kill or a full disk, nothing
 * stands under a final name that was not there whole before.
 */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { ExportFile } from "../index.ts";

const MARK = "capsim-tmp-";
const MANIFEST = "manifest.json";

function flushDirectory(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } catch {
    // Some file systems cannot flush a directory; the files themselves are flushed.
  } finally {
    closeSync(handle);
  }
}

function writeFlushed(path: string, text: string): void {
  const handle = openSync(path, "wx");
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Directories a killed run left behind; a running one's process is alive. */
function removeLeftovers(directory: string, prefix: string): void {
  for (const name of readdirSync(directory)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : Number.NaN;
    if (Number.isSafeInteger(pid) && !isAlive(pid))
      rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Why files cannot be written into `directory`, before any work is done; undefined when they can. */
export function refusal(directory: string): string | undefined {
  let path = resolve(directory);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  if (!statSync(path).isDirectory())
    return path === resolve(directory)
      ? "must be a directory (found a file)"
      : `must lie in a directory (found the file ${path})`;
  try {
    accessSync(path, constants.W_OK);
    return undefined;
  } catch {
    return "must be writable";
  }
}

/**
 * Writes `files` into `directory`. A new directory appears complete, in one rename. In one that exists, the
 * old manifest goes first and the new one comes last: a directory with a manifest is complete.
 * @throws the system's error (no space, no right); the final names are then as they were
 */
export function writeFiles(directory: string, files: readonly ExportFile[]): void {
  const target = resolve(directory);
  const existed = existsSync(target);
  const parent = dirname(target);
  const prefix = existed ? `.${MARK}` : `.${basename(target)}.${MARK}`;
  const home = existed ? target : parent;
  mkdirSync(home, { recursive: true });
  removeLeftovers(home, prefix);
  const temporary = mkdtempSync(join(home, `${prefix}${process.pid}-`));
  try {
    for (const { name, text } of files) writeFlushed(join(temporary, name), text);
    chmodSync(temporary, 0o777 & ~process.umask());
    flushDirectory(temporary);
    if (existed) {
      rmSync(join(target, MANIFEST), { force: true });
      for (const { name } of [...files].sort(
        (a, b) => Number(a.name === MANIFEST) - Number(b.name === MANIFEST),
      ))
        renameSync(join(temporary, name), join(target, name));
      flushDirectory(target);
    } else {
      renameSync(temporary, target);
      flushDirectory(parent);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** One file, whole or not at all. */
export function writeOne(path: string, text: string): void {
  const target = resolve(path);
  const temporary = mkdtempSync(join(dirname(target), `.${MARK}${process.pid}-`));
  try {
    writeFlushed(join(temporary, "file"), text);
    renameSync(join(temporary, "file"), target);
    flushDirectory(dirname(target));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
