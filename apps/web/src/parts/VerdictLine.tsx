import { type ReactNode, useRef } from "react";
import type { Level, Verdict } from "../model/verdict.ts";

const MARKS: Readonly<Record<Level, string>> = { unknown: "…", good: "✓", warning: "!", bad: "✗" };

/** The sentence on top. It is read aloud when something else is wrong, and not with each number in it. */
export function VerdictLine({ verdict }: { verdict: Verdict }): ReactNode {
  const { level, sentence, others, topics } = verdict;
  const spoken = useRef({ topics: "", sentence: "" });
  if (spoken.current.topics !== topics) spoken.current = { topics, sentence };
  return (
    <div className={`verdict ${level}`}>
      <span className="mark" aria-hidden="true">
        {MARKS[level]}
      </span>
      <p>
        {sentence} {others.length > 0 && <span className="faint">And {others.length} more.</span>}
      </p>
      <p className="unseen" aria-live="polite">
        {spoken.current.sentence}
      </p>
    </div>
  );
}
