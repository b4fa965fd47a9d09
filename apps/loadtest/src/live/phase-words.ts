import type { RunPhase } from "../runs/run-hooks.ts";

/** What each phase of a run is called. */
export const PHASE_WORDS: { readonly [Phase in RunPhase]: string } = {
  checking: "Checking the server",
  joining: "Clients join",
  running: "Running",
  settling: "Waiting for what is under way",
  done: "Done",
};
