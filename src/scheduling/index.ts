export type { PoolShare, SharingPolicy } from "./policy.ts";
export { SHARING_POLICIES } from "./registry.ts";
