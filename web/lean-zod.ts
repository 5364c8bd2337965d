// Leaves out of the workers what zod brings along and no page uses: writing JSON Schema, formats of text such as
// addresses and keys, its own words for faults, a guard against cycles. All hang on the prototypes of schemas, where no bundler can see
// that they are not used.
// Schemas read and judge as they do elsewhere: a scenario's days come by z.iso, which stays.
import type { Plugin } from "vite";

const file = /zod\/v4\/classic\/schemas\.js$/;
/** What is taken out, and how often it must be there: another release of zod may be written otherwise. */
const cuts = [
  { pattern: /^ *inst\._zod\.processJSONSchema = .*;$/gm, instead: "", least: 30 },
  { pattern: /createStandardJSONSchemaMethod\(this, "\w+"\)/g, instead: "undefined", least: 2 },
  // "email(params) { return this.check(core._email(ZodEmail, params)); }" and two dozen more.
  {
    pattern: /^ *\w+\(params\) \{\s*return this\.check\(core\._\w+\(Zod\w+, params\)\);\s*\},$/gm,
    instead: "",
    least: 20,
  },
  // Its English: every fault a scenario can have is put into words by src/scenario/zod-issues.ts.
  { pattern: /core\.config\(en\(\)\);/g, instead: "void 0;", least: 1 },
  // Cycles in what is read: JSON has none, and src/scenario/limits.ts refuses them before.
  { pattern: /core\.config\(\{ memoizer: core\.memoizer\(\) \}\);/g, instead: "void 0;", least: 1 },
  { pattern: /createToJSONSchemaMethod\(this, \{\}\)\(params\)/g, instead: "undefined", least: 1 },
];

/** What a field means is for the JSON Schema, which no worker writes. */
const schemaFile = /[\\/]src[\\/]scenario[\\/][\w-]+\.ts$/;
const description = /\s*\.describe\(\s*(?:"(?:[^"\\]|\\.)*"|`[^`$]*`),?\s*\)/g;

export function leanZod(): Plugin {
  return {
    name: "capsim-lean-zod",
    enforce: "pre",
    transform: (code, id) => {
      if (schemaFile.test(id)) {
        const lean = code.replaceAll(description, "");
        if (/\.describe\(/.test(lean)) throw new Error(`${id}: every .describe() must hold one plain text`);
        return { code: lean, map: null };
      }
      if (!file.test(id)) return undefined;
      const lean = cuts.reduce((text, { pattern, instead, least }) => {
        const found = text.match(pattern)?.length ?? 0;
        if (found < least)
          throw new Error(
            `zod is not written as expected: ${pattern.source} must be there ${least} times (found ${found})`,
          );
        return text.replace(pattern, instead);
      }, code);
      return { code: lean, map: null };
    },
  };
}
