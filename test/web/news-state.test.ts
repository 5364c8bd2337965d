// Switching an announcement is a patch on the draft.
import { describe, expect, it } from "vitest";
import { withOwn, withoutOwn, withSwitch } from "../../web/state/news.ts";

const line = '{"title": "Slips", "patches": {"any": {"with": {"fleet": {"burnInHours": 72}}}}}';

describe("announcements in a draft", () => {
  it("are a key that goes when it says what the scenario says itself", () => {
    const on = withSwitch({ seed: 7 }, "trainium4-slips", true, false);
    expect(on).toEqual({ seed: 7, news: { "trainium4-slips": true } });
    expect(withSwitch(on, "trainium4-slips", false, false)).toEqual({ seed: 7 });
    expect(withSwitch({}, "held", false, true)).toEqual({ news: { held: false } });
  });

  it("of one's own are one line of JSON, switched on at once, under a name that is free", () => {
    const one = withOwn({}, line);
    expect(one).toMatchObject({ announcements: { mine: { title: "Slips" } }, news: { mine: true } });
    if (typeof one === "string") throw new Error(one);
    expect(withOwn(one, line)).toMatchObject({ news: { mine: true, "mine-2": true } });
    expect(withOwn({}, `{"later": ${line}}`)).toMatchObject({ news: { later: true } });
    expect(withoutOwn(one, "mine")).toEqual({});
  });

  it("say what is wrong with a line that is none", () => {
    expect(withOwn({}, "{")).toMatch(/^This is no JSON/);
    expect(withOwn({}, "[1]")).toMatch(/is an object/);
    expect(withOwn({}, "{}")).toMatch(/no announcement/);
    // No key reaches into a prototype.
    expect(withOwn({}, `{"__proto__": ${line}}`)).toEqual({});
  });
});
