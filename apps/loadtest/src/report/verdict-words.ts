import type { Limit, ThresholdOutcome, Verdict } from "../result/run-result.ts";
import { ENDINGS, type Ending } from "../verdict/endings.ts";

export type { Tone } from "../verdict/endings.ts";

/** Returns the words and the tone of a verdict. */
export function wordsOf({ kind }: Pick<Verdict, "kind">): Ending {
  return ENDINGS[kind];
}

/** Limits, in words that follow a number of clients. */
export const LIMIT_WORDS: { readonly [Name in Limit]: string } = {
  "server-gone": "the server went away",
  "server-silent": "the server fell silent",
  "connect-refused": "connects refused",
  "connect-timeout": "connects timed out",
  "handshake-slow": "handshakes too slow",
  "answers-lost": "answers lost",
  "connections-dropped": "connections dropped",
  latency: "answers too slow",
  "tester-open-files": "the tester's open files",
  "tester-ports": "the tester's ports",
  "tester-event-loop": "the tester's event loop",
  "max-clients": "as many as were asked for",
  "max-duration": "out of time",
};

export const THRESHOLD_WORDS: { readonly [Outcome in ThresholdOutcome["outcome"]]: string } = {
  kept: "kept",
  crossed: "crossed",
  "not-measured": "not measured",
};
