export type { PoolShare, SharingPolicy } from "./policy.ts";
export { POLICY_IDS, SHARING_POLICIES } from "./registry.ts";
