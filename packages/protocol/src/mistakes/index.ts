export { type Explanation, explainName, explainRejection } from "./explain.ts";
export { type FoundMistake, findMistake, MAX_SEARCHED_BYTES, MISTAKES } from "./find-mistake.ts";
export { findStranger, MAX_STRANGER_BYTES, type Stranger, UNDECIDED } from "./foreign-protocols.ts";
export type { Mistake, SeenPlace } from "./mistake.ts";
