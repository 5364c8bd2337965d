/** The catalogue that comes with the program: models/, bundled by `npm run catalogue` into one file. */
import files from "../../models/index.json" with { type: "json" };
import type { Catalogue } from "./catalogue.ts";
import { parseCatalogue } from "./catalogue.ts";

let parsed: Catalogue | undefined;

/** The built-in catalogue; parsed when first asked for, then shared. */
export const builtinCatalogue = (): Catalogue => (parsed ??= parseCatalogue(files));
