// capsim replace: its two formats, a reader's own numbers, and what it refuses.
import { describe, expect, it } from "vitest";
import type { ReplacementAnswer } from "../../src/index.ts";
import { capsim } from "./capsim.ts";

const PAIR = ["replace", "five-gigawatts", "--from", "trn2-ultraserver", "--to", "trn4-ultraserver"];

describe("capsim replace", { timeout: 60_000 }, () => {
  it("says when it pays, by what measure, and what moves it", async () => {
    const { code, stdout } = await capsim(PAIR);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /Trainium2 to Trainium4 \(preview\) pays from 2027-07-01.* dense BF16 [\d.]+, dense FP8 [\d.]+, tokens with their prompts/,
    );
    expect(stdout).toContain("with chips at half the price");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("takes other numbers, and prints JSON", async () => {
    const { stdout } = await capsim([...PAIR, "--gain", "0.85", "--json"]);
    const { answers } = JSON.parse(stdout) as { answers: { answer: ReplacementAnswer }[] };
    expect(answers).toHaveLength(1);
    expect(answers[0]?.answer.gain).toBe(0.85);
    expect(answers[0]?.answer).not.toHaveProperty("firstPays");
    const discounted = await capsim([...PAIR, "--discount", "0.5", "--json"]);
    expect(discounted.stdout).not.toBe(stdout);
  });

  it.each([
    [["--from", "trn9"], "--from must be one of trn2-ultraserver"],
    [["--from", "trn4-ultraserver", "--to", "trn3-gen2"], "--to must be newer than trn4-ultraserver"],
    [["--life", "0"], "--life must be above 0"],
    [["--discount", "-1"], "It must be a number of 0 or more."],
  ])("refuses %s", async (options, message) => {
    const { code, stdout, stderr } = await capsim(["replace", "five-gigawatts", ...options]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
