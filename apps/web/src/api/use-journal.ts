import { useEffect, useEffectEvent, useState } from "react";
import { addLines, type LiveJournal } from "../model/live-journal.ts";
import type { AdminClient } from "./admin-client.ts";

/** The journal of a connection, while it is watched. */
export interface WatchedJournal {
  readonly journal: LiveJournal | null;
  readonly state: "watching" | "ended" | "stopped";
  /** Why it ended, if something went wrong. */
  readonly error: string | null;
}

const STOPPED: WatchedJournal = { journal: null, state: "stopped", error: null };

/** Time between two pictures of a journal, in milliseconds. */
const FLUSH_MS = 250;

/** Lines that wait to be drawn: of a flood, only the latest are. */
const MAX_PENDING_LINES = 1_500;

/** Watches a connection while `isOn` is set. Its user is told so. */
export function useJournal(
  client: AdminClient,
  id: string,
  isOn: boolean,
  onError: (error: Error) => void,
): WatchedJournal {
  const [watched, setWatched] = useState<WatchedJournal>(STOPPED);
  const fail = useEffectEvent(onError);
  useEffect(() => {
    if (!isOn) return setWatched((before) => ({ ...before, state: "stopped" }));
    const stop = new AbortController();
    let pending: string[] = [];
    let journal: LiveJournal | null = null;
    setWatched({ ...STOPPED, state: "watching" });
    const finish = (error: string | null) => {
      clearInterval(timer);
      setWatched({ journal, state: "ended", error });
    };
    const take = (line: string) => {
      pending.push(line);
      // The first line says what the others are.
      if (pending.length > 2 * MAX_PENDING_LINES) pending.splice(journal ? 0 : 1, MAX_PENDING_LINES);
    };
    const flush = () => {
      if (pending.length === 0) return;
      try {
        journal = addLines(journal, pending);
        pending = [];
        setWatched({ journal, state: "watching", error: null });
      } catch (error) {
        stop.abort();
        finish((error as Error).message);
      }
    };
    const timer = setInterval(flush, FLUSH_MS);
    client.journal(id, take, stop.signal).then(
      () => {
        flush();
        if (!stop.signal.aborted) finish(null);
      },
      (error: Error) => {
        if (stop.signal.aborted) return;
        flush();
        finish(error.message);
        fail(error);
      },
    );
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [client, id, isOn]);
  return watched;
}
