/** Bands of what chips do: the ledger's states in groups, from useful at the bottom to absent at the top. */
import type { StateView } from "../view/run-view.ts";

export interface Band {
  readonly id: string;
  readonly label: string;
  readonly token: string;
  readonly hatched: boolean;
  readonly has: (state: StateView) => boolean;
}

const band = (id: string, label: string, has: (state: StateView) => boolean, hatched = false): Band => ({
  id,
  label,
  token: `band-${id}`,
  hatched,
  has,
});

export const bands: readonly Band[] = [
  band("training", "Training, useful", ({ group, useful }) => group === "training" && useful),
  band("serving", "Serving", ({ group, useful }) => group === "serving" && useful),
  band("headroom", "Serving headroom", ({ group, useful }) => group === "serving" && !useful, true),
  band(
    "overhead",
    "Training overhead",
    ({ group, useful }) => group === "overhead" || (group === "training" && !useful),
  ),
  band("idle", "Idle", ({ group }) => group === "idle"),
  band("capped", "Power-capped", ({ group }) => group === "capped"),
  band("broken", "Broken or stranded", ({ group }) => group === "broken", true),
  band("waiting", "Waiting: staged, burn-in", ({ group }) => group === "waiting", true),
];
