import { useEffect, useEffectEvent, useState } from "react";

/** The last answer to a question that is asked again and again. */
export interface Polled<Answer> {
  readonly answer: Answer | null;
  /** The reason why the last question got no answer. */
  readonly error: Error | null;
  /** Asks now, instead of at the next time. */
  readonly askNow: () => void;
}

/**
 * Asks again `everyMs` milliseconds after each answer, never twice at once, and at once when `question` changes. Nothing is asked while
 * the tab is hidden, unless `asksHidden` is set.
 */
export function usePolled<Answer>(
  question: string,
  everyMs: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
  onError: (error: Error) => void,
  asksHidden = false,
): Polled<Answer> {
  const [state, setState] = useState<{ answer: Answer | null; error: Error | null }>({ answer: null, error: null });
  const [turn, setTurn] = useState(0);
  const askLatest = useEffectEvent(ask);
  const fail = useEffectEvent(onError);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question or turn begins anew
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      if (asksHidden || !document.hidden) {
        try {
          const answer = await askLatest(stop.signal);
          if (!stop.signal.aborted) setState({ answer, error: null });
        } catch (cause) {
          if (stop.signal.aborted) return;
          const error = cause instanceof Error ? cause : new Error(String(cause));
          setState(({ answer }) => ({ answer, error }));
          fail(error);
        }
      }
      if (!stop.signal.aborted) timer = setTimeout(run, everyMs);
    };
    void run();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [question, everyMs, turn, asksHidden]);
  return { ...state, askNow: () => setTurn((before) => before + 1) };
}
