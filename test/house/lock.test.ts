// `npm ci` must work for everybody: exact pins, no private address, no binary of another platform left out.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readText } from "./files.ts";

const Names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({ dependencies: Names, devDependencies: Names });
const Lock = z.object({
  lockfileVersion: z.number(),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      dependencies: Names,
      devDependencies: Names,
      optionalDependencies: Names,
    }),
  ),
});

const manifest = Manifest.parse(JSON.parse(readText("package.json")));
const lock = Lock.parse(JSON.parse(readText("package-lock.json")));
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const pins = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

describe("package.json", () => {
  it("pins every dependency to one version", () => {
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe("package-lock.json", () => {
  it("agrees with package.json", () => {
    const own = lock.packages[""];
    expect({ ...own?.dependencies, ...own?.devDependencies }).toEqual(Object.fromEntries(pins));
    const differing = pins.filter(
      ([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version,
    );
    expect(differing).toEqual([]);
  });

  it("names no address to fetch from", () => {
    expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it("knows the content of every package", () => {
    expect(installed.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it("lists the binaries of every platform", () => {
    // A registry that lags on other platforms makes `npm install` leave them out, and then `npm ci` fails.
    const missing = installed.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies)
        .filter((name) => lock.packages[`node_modules/${name}`] === undefined)
        .filter((name) => lock.packages[`${path}/node_modules/${name}`] === undefined)
        .map((name) => `${path} -> ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
