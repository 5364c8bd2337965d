// Property tests repeat: one seed for every run, and FC_SEED=n to look elsewhere.
import fc from "fast-check";

const seed = Number(process.env["FC_SEED"] ?? 20261122);
if (!Number.isSafeInteger(seed))
  throw new Error(`FC_SEED must be an integer (found ${process.env["FC_SEED"]})`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
