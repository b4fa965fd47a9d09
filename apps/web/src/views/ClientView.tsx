import { createDiagram } from "@chat/journal/draw";
import { displayText } from "@chat/protocol";
import { type ReactNode, useMemo, useState } from "react";
import { useJournal, type WatchedJournal } from "../api/use-journal.ts";
import { usePolled } from "../api/use-polled.ts";
import type { Connection } from "../model/contract.ts";
import type { LiveJournal } from "../model/live-journal.ts";
import { listReads } from "../model/reads.ts";
import { findHints } from "../model/rejection-hints.ts";
import {
  formatAge,
  formatBytes,
  formatCount,
  refusedWords,
  shownName,
  slowedWords,
  troubleWords,
} from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { ActForm } from "../parts/ActForm.tsx";
import { EffectList } from "../parts/EffectList.tsx";
import { type Figure, FigureList } from "../parts/FigureList.tsx";
import { Follow } from "../parts/Follow.tsx";
import { Heading } from "../parts/Heading.tsx";
import { ReadList } from "../parts/ReadList.tsx";
import { SequenceDiagram } from "../parts/SequenceDiagram.tsx";

const EVERY_MS = 1_000;

/** Rows of a journal that are drawn, unless more are asked for. */
const ROWS_AT_ONCE = 150;

/** One connection: its figures, its journal as long as somebody looks, and what can be done about it. */
export function ClientView({ id }: { id: string }): ReactNode {
  const { client, onError } = usePage();
  const [last, setLast] = useState<Connection | null>(null);
  const [isWatching, setWatching] = useState(true);
  const ask = async (signal: AbortSignal) => {
    const found = await client.connection(id, signal);
    if (found) setLast(found);
    return { found };
  };
  const { answer, error } = usePolled(id, EVERY_MS, ask, onError);
  const watched = useJournal(client, id, isWatching, onError);
  return (
    <>
      <Heading>
        <bdi>{last ? shownName(last.name) : "One client"}</bdi>
      </Heading>
      {answer && !answer.found && <p className="note">This connection is gone.</p>}
      {error && <p className="error">{error.message}</p>}
      {last && <Cause connection={last} />}
      <FigureList className="figures" figures={listFigures(last)} />
      <section className="panel journal">
        <div className="tools">
          <h2>What it sends and gets</h2>
          <p role="status">{stateWords(watched, last)}</p>
          <button type="button" onClick={() => setWatching(!isWatching)}>
            {isWatching ? "Stop" : "Watch again"}
          </button>
        </div>
        {watched.journal && <JournalRows journal={watched.journal} />}
      </section>
      {last && (
        <section className="panel">
          <h2>Act</h2>
          <ActForm whom={last} />
        </section>
      )}
      <EffectList />
    </>
  );
}

function stateWords({ state, error, journal }: WatchedJournal, connection: Connection | null): string {
  if (error !== null) return `The recording ended: ${displayText(error)}`;
  if (state === "stopped") return "Stopped.";
  if (state === "ended") return "The recording ended.";
  if (!journal) return "Waiting for what the client sends or gets. The server tells the user about the recording.";
  const texts = journal.start.masked ? "; texts of messages are masked" : "";
  return `Recording. The user ${connection?.name === null ? "is told so after the name" : "was told so"}${texts}.`;
}

/** The fault of the client, in words that mend it. */
function Cause({ connection }: { connection: Connection }): ReactNode {
  const cause = troubleWords(connection);
  const kinds = refusedWords(connection.refused);
  if (cause === "" && kinds === "") return <p className="panel faint">None of its messages was refused.</p>;
  return (
    <p className="panel cause">
      <b>{cause}</b>
      <span>{kinds === "" ? "None of its messages was refused." : `Refused so far: ${kinds}.`}</span>
    </p>
  );
}

function listFigures(connection: Connection | null): readonly Figure[] {
  const show = (write: (connection: Connection) => string) => (connection ? write(connection) : "…");
  const amount = (messages: number, bytes: number) => `${formatCount(messages)} · ${formatBytes(bytes)}`;
  return [
    ["Address", show(({ ip, port }) => `${displayText(ip)} : ${port}`)],
    ["Age", show(({ ageMs }) => formatAge(ageMs))],
    ["Framed", show(({ name, isFramed }) => (name === null ? "…" : isFramed ? "yes" : "no newline behind the name"))],
    ["In", show(({ messagesIn, bytesIn }) => amount(messagesIn, bytesIn))],
    ["Out", show(({ messagesOut, bytesOut }) => amount(messagesOut, bytesOut))],
    ["Lost", show(({ messagesLost }) => formatCount(messagesLost))],
    ["Waiting", show(({ waitingMessages, waitingBytes }) => amount(waitingMessages, waitingBytes))],
    ["Slowed down", show((row) => slowedWords(row) || "no")],
  ];
}

function JournalRows({ journal }: { journal: LiveJournal }): ReactNode {
  const [form, setForm] = useState<"reads" | "diagram">("reads");
  const [count, setCount] = useState(ROWS_AT_ONCE);
  const reads = useMemo(() => (form === "reads" ? listReads(journal.events) : []), [form, journal]);
  const rows = useMemo(() => (form === "diagram" ? createDiagram(journal).rows : []), [form, journal]);
  const hints = useMemo(() => findHints(journal.events), [journal]);
  const length = Math.max(reads.length, rows.length);
  return (
    <>
      <fieldset className="choices">
        <legend className="unseen">Form</legend>
        <label className="choice">
          <input type="radio" name="form" checked={form === "reads"} onChange={() => setForm("reads")} />
          Reads and writes
        </label>
        <label className="choice">
          <input type="radio" name="form" checked={form === "diagram"} onChange={() => setForm("diagram")} />
          Sequence diagram
        </label>
      </fieldset>
      <Follow label="Journal" version={journal.events.length + journal.dropped}>
        {journal.dropped > 0 && (
          <p className="faint">{formatCount(journal.dropped)} earlier events are no longer kept.</p>
        )}
        {length > count && (
          <button type="button" onClick={() => setCount(count + ROWS_AT_ONCE)}>
            Show {formatCount(Math.min(ROWS_AT_ONCE, length - count))} earlier
          </button>
        )}
        {form === "reads" ? (
          <ReadList reads={reads.slice(-count)} />
        ) : (
          <SequenceDiagram rows={rows.slice(-count)} hints={hints} />
        )}
        {length === 0 && <p className="faint">Nothing was sent yet.</p>}
      </Follow>
    </>
  );
}
