import { type FormEvent, type ReactNode, useState } from "react";
import type { ActRequest } from "../model/contract.ts";
import { usePage } from "../page-context.ts";

/** Whom an act is about, when that is known already. */
export interface Whom {
  readonly id: string;
  readonly name: string | null;
  readonly ip: string;
}

type Act = "tell" | "announce" | "mute" | "disconnect" | "ban";

const ACTS: readonly { readonly act: Act; readonly label: string }[] = [
  { act: "tell", label: "Message" },
  { act: "announce", label: "Announcement" },
  { act: "mute", label: "Mute" },
  { act: "disconnect", label: "Disconnect" },
  { act: "ban", label: "Ban" },
];

const DURATIONS = [
  { label: "5 minutes", ms: 300_000 },
  { label: "15 minutes", ms: 900_000 },
  { label: "1 hour", ms: 3_600_000 },
  { label: "1 day", ms: 86_400_000 },
];

/** The fields of the form. */
interface Draft {
  readonly act: Act;
  readonly name: string;
  readonly text: string;
  readonly forMs: number;
  /** A ban is of an address, and not of a name. */
  readonly isAddress: boolean;
}

/** A form for the acts of an operator; each is asked about once before it is done. */
export function ActForm({ whom }: { whom?: Whom }): ReactNode {
  const { ask } = usePage();
  const [draft, setDraft] = useState<Draft>({ act: "tell", name: "", text: "", forMs: 900_000, isAddress: false });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const isNameless = whom?.name === null;
  const acts = ACTS.filter(
    ({ act }) => !whom || (act !== "announce" && (!isNameless || act === "disconnect" || act === "ban")),
  );
  const act = acts.some((each) => each.act === draft.act) ? draft.act : "disconnect";
  const isText = act === "tell" || act === "announce";
  const isAddress = draft.isAddress || isNameless;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    ask(toRequest({ ...draft, act, isAddress }, whom));
  };
  return (
    <form className="act" autoComplete="off" onSubmit={onSubmit}>
      <fieldset className="choices">
        <legend className="unseen">What to do</legend>
        {acts.map(({ act: value, label }) => (
          <label key={value} className="choice">
            <input type="radio" name="act" checked={value === act} onChange={() => change({ act: value })} />
            {label}
          </label>
        ))}
      </fieldset>
      {!whom && act !== "announce" && (
        <label>
          {act === "ban" && isAddress ? "Address or network" : "Name of the user"}
          <input
            required
            maxLength={100}
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </label>
      )}
      <label className={isText ? "wide" : ""}>
        {isText ? "Text" : "Reason, which the user is told"}
        <input
          required={isText}
          maxLength={500}
          value={draft.text}
          onChange={({ target }) => change({ text: target.value })}
        />
      </label>
      {(act === "mute" || act === "ban") && (
        <label>
          For
          <select value={draft.forMs} onChange={({ target }) => change({ forMs: Number(target.value) })}>
            {DURATIONS.map(({ label, ms }) => (
              <option key={ms} value={ms}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      {act === "ban" && !isNameless && (
        <label className="choice">
          <input type="checkbox" checked={isAddress} onChange={({ target }) => change({ isAddress: target.checked })} />
          The address, and not the name
        </label>
      )}
      <button type="submit" className="main">
        {acts.find((each) => each.act === act)?.label} …
      </button>
    </form>
  );
}

function toRequest({ act, name, text, forMs, isAddress }: Draft, whom: Whom | undefined): ActRequest {
  const user = whom?.name ?? name.trim();
  switch (act) {
    case "tell":
      return { act, name: user, text };
    case "announce":
      return { act, text };
    case "mute":
      return { act, name: user, forMs, reason: text };
    case "disconnect":
      return { act, whom: whom?.name === null ? { id: whom.id } : { name: user }, reason: text };
    case "ban":
      return { act, target: isAddress ? { address: whom?.ip ?? user } : { name: user }, forMs, reason: text };
  }
}
