/** What a run is doing, in this order. */
export type RunPhase = "checking" | "joining" | "running" | "settling" | "done";
