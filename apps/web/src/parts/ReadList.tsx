import { type ReactNode, useState } from "react";
import type { ReadRow, Segment } from "../model/reads.ts";
import { formatSeconds } from "./SequenceDiagram.tsx";

/** Every read from a client, and every write to it, with its bytes and what was found in them. */
export function ReadList({ reads }: { reads: readonly ReadRow[] }): ReactNode {
  const [isHex, setHex] = useState(false);
  return (
    <>
      <label className="choice">
        <input type="checkbox" checked={isHex} onChange={({ target }) => setHex(target.checked)} />
        Hexadecimal
      </label>
      <ol className="reads">
        {reads.map((read) => (
          <li
            key={`${read.from} ${read.offset}`}
            className={read.found.some(({ isProblem }) => isProblem) ? "troubled" : ""}
          >
            <p className="tools faint">
              <span className="number">{formatSeconds(read.t)}</span>
              <span>{read.from === "client" ? "→ read from the client" : "← written to the client"}</span>
              <span>
                {read.length} {read.length === 1 ? "byte" : "bytes"} at {read.offset}
              </span>
            </p>
            <code>
              {read.segments.map((segment, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the segments of a read are drawn anew together
                <SegmentText key={index} segment={segment} isHex={isHex} />
              ))}
            </code>
            {read.found.map(({ text, isProblem }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two messages of a read may have the same words
              <p key={index} className={isProblem ? "problem" : "found"}>
                <span aria-hidden="true">{isProblem ? "✗ " : "✓ "}</span>
                {text}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Bytes that belong together, with a mark where they begin before the read, or go on behind it. */
function SegmentText({ segment, isHex }: { segment: Segment; isHex: boolean }): ReactNode {
  const { kind, text, hex, isCutBefore, isCutAfter } = segment;
  return (
    <span className={`segment ${kind}`}>
      {isCutBefore && <Cut title="begins in an earlier read" />}
      <bdi>{isHex ? hex : text}</bdi>
      {isCutAfter && <Cut title="goes on in a later read" />}
    </span>
  );
}

/** The place where a read ends within something. */
function Cut({ title }: { title: string }): ReactNode {
  return (
    <i className="cut" title={title}>
      ┊
    </i>
  );
}
