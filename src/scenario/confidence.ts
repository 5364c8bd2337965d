/** How far a number may be trusted. Apart from the schemas: what reads out a run asks for no more. */

/** Best first. */
export const CONFIDENCES = ["measured", "published", "reported", "derived", "estimated", "assumed"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A confidence, or "yours": a number the user wrote without a source. */
export type Origin = Confidence | "yours";
