/** How far a number may be trusted; apart from the schemas, which who merely compares two of them need not load. */

/** Best first. */
export const CONFIDENCES = ["measured", "published", "reported", "derived", "estimated", "assumed"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A confidence, or "yours": a number the user wrote without a source. */
export type Origin = Confidence | "yours";
