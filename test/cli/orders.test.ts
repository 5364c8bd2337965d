// capsim orders: the day asked, its formats, and what it refuses.
import { describe, expect, it } from "vitest";
import { capsim } from "./capsim.ts";

describe("capsim orders", { timeout: 60_000 }, () => {
  it("prints orders by what must be done about them on the day asked", async () => {
    const { code, stdout } = await capsim(["orders", "five-gigawatts", "--from", "2027-08-01"]);
    expect(code).toBe(0);
    // Planned for 17 March 2028 with 180 days of lead: by 19 September 2027, 49 days on.
    expect(stdout).toMatch(/Soon: [\d,]+ chips, [\d,]+ MW IT.*\n +trn4-ultraserver .* in 49 days/);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("takes other days for soon, and prints JSON", async () => {
    const { stdout } = await capsim([
      "orders",
      "five-gigawatts",
      "--from",
      "2027-08-01",
      "--days",
      "48",
      "--json",
    ]);
    const { format, until, groups } = JSON.parse(stdout) as {
      format: string;
      until: string;
      groups: { id: string; orders: number }[];
    };
    expect({ format, until }).toEqual({ format: "capsim-orders/1", until: "2027-09-18" });
    expect(groups.find(({ id }) => id === "soon")?.orders).toBe(0);
  });

  it.each(["2027-02-30", "soon", "2027-3-1"])("refuses %s as a day", async (day) => {
    const { code, stdout, stderr } = await capsim(["orders", "five-gigawatts", "--from", day]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("--from must be a date as in 2027-03-01");
  });
});
