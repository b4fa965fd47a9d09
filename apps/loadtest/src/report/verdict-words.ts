import type { ThresholdOutcome, Verdict } from "../result/run-result.ts";

/** Tone of a verdict: the reports choose colours and signs by it. */
export type Tone = "good" | "bad" | "notice";

interface VerdictWords {
  readonly title: string;
  readonly tone: Tone;
}

export function wordsOf({ kind, limit }: Verdict): VerdictWords {
  // Nothing gave way: the run ended where it was told to.
  if (kind === "limit-found" && (limit === "max-clients" || limit === "max-duration")) {
    return { title: "No limit met", tone: "good" };
  }
  return WORDS[kind];
}

const WORDS: { readonly [Kind in Verdict["kind"]]: VerdictWords } = {
  passed: { title: "Passed", tone: "good" },
  "tester-saturated": { title: "Tester saturated", tone: "bad" },
  "messages-lost": { title: "Messages lost", tone: "bad" },
  "connections-dropped": { title: "Connections dropped", tone: "bad" },
  "threshold-crossed": { title: "Threshold crossed", tone: "bad" },
  "threshold-not-measured": { title: "Threshold not measured", tone: "bad" },
  // To find the limit is what such a run is for.
  "limit-found": { title: "Limit found", tone: "notice" },
  interrupted: { title: "Interrupted", tone: "notice" },
};

/** Limits, in words that follow a number of clients. */
export const LIMIT_WORDS: { readonly [Limit in NonNullable<Verdict["limit"]>]: string } = {
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
