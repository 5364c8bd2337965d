/** Parts of reliability that few models use: who runs a Model hands them over, and a page fetches them as one. */
export { HostAges } from "./host-ages.ts";
export { Maintenance } from "./maintenance.ts";
export { Replacements } from "./replacements.ts";
