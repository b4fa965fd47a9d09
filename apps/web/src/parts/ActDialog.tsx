import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { AdminClient } from "../api/admin-client.ts";
import { affectedWords, describeAct, describeEffect } from "../model/acts.ts";
import type { ActRequest } from "../model/contract.ts";

/** The properties of the question whether to do an act. */
export interface ActDialogProps {
  readonly request: ActRequest;
  readonly client: AdminClient;
  /** Called with what the act has done; with `null` when it was not done. */
  readonly onDone: (effect: string | null) => void;
}

/** Asks once whether to do an act, and does it. Of a ban it says first whom it hits. */
export function ActDialog({ request, client, onDone }: ActDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const effect = useRef<string | null>(null);
  const id = useId();
  const { title, text, verb } = describeAct(request);
  const [hit, setHit] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const isBan = request.act === "ban";
  useEffect(() => {
    dialog.current?.showModal();
    if (request.act !== "ban") return;
    let isGone = false;
    client.act({ act: "affected", target: request.target }).then(
      ({ users = [] }) => !isGone && setHit(affectedWords(users)),
      (problem: Error) => !isGone && setError(problem.message),
    );
    return () => {
      isGone = true;
    };
  }, [client, request]);
  const run = async () => {
    setRunning(true);
    setError(null);
    try {
      effect.current = describeEffect(request, await client.act(request));
      // Closing gives the focus back to the button that asked.
      dialog.current?.close();
    } catch (problem) {
      setError((problem as Error).message);
      setRunning(false);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="panel"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={() => onDone(effect.current)}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <div id={`${id}-text`}>
        <p>{text}</p>
        {isBan && (
          <p>
            <b>{hit ?? (error === null && "Asking whom it disconnects …")}</b>
          </p>
        )}
      </div>
      <p className="error" role="alert">
        {error}
      </p>
      <div className="buttons">
        <button type="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button type="button" className="main" disabled={isRunning || (isBan && hit === null)} onClick={run}>
          {verb}
        </button>
      </div>
    </dialog>
  );
}
