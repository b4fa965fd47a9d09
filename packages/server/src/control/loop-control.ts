import { foldName } from "@chat/protocol";
import { visitInSlices } from "../timing/slice-queue.ts";
import type { Act, Whom } from "./act.ts";
import { writeBan } from "./sanction-words.ts";
import { Sanctions } from "./sanctions.ts";

/** A connection, as far as acts concern it. */
export interface ControlledConnection {
  /** Tells it apart from all other connections of the chat. */
  readonly id: string;
  /** The address that the server sees. */
  readonly ip: string;
  /** The name that it has or claims, or `null`. */
  readonly userName: string | null;
  /** True when nothing but its last words is written to it. */
  readonly isEnding: boolean;
  /** Ends it for an operator, with the reason as the last words [C-76]. */
  remove(reason: string): void;
  /** Writes a notice; `false` when there is no room for it, or nobody who reads it. */
  tell(text: string): boolean;
}

/** The connections and users of one event loop. */
export interface ServedLoop {
  /** Lists the connections that are open. */
  connections(): Iterable<ControlledConnection>;
  /** Finds a user who is online on this event loop by the folded name. */
  find(key: string): Pick<ControlledConnection, "tell"> | null | undefined;
}

/** Returns whether an act hit a connection. */
type Hit = (connection: ControlledConnection) => boolean;

/** Carries acts out on one event loop: keeps the sanctions in force, and acts on the connections. */
export class LoopControl {
  /** The bans and mutes in force. */
  readonly sanctions = new Sanctions();
  /** Those whom the event loop serves. Its server sets it. */
  served: ServedLoop = { connections: () => [], find: () => null };

  /**
   * Resolves with the number of connections that were hit. A ban or a mute is in force from the call on; connections have their
   * turn in slices, so that nobody is held up however many there are.
   */
  perform(act: Act): Promise<number> {
    if (act.kind === "impose") this.sanctions.add(act.sanction);
    if (act.kind === "lift") this.sanctions.delete(act.sanction);
    // One of thousands is not looked for among all.
    if (act.kind === "tell") return Promise.resolve(this.served.find(foldName(act.name))?.tell(act.text) ? 1 : 0);
    const hit = hitOf(act);
    return hit ? this.#visit(hit) : Promise.resolve(0);
  }

  async #visit(hit: Hit): Promise<number> {
    let hits = 0;
    await visitInSlices(this.served.connections(), (connection) => {
      if (!connection.isEnding && hit(connection)) hits += 1;
    });
    return hits;
  }
}

/** Returns what an act does to each connection; `null` for an act that does nothing to those that are there. */
function hitOf(act: Act): Hit | null {
  switch (act.kind) {
    case "disconnect":
      return removal(isWhom(act.whom), act.reason);
    case "announce":
      return (connection) => connection.tell(act.text);
    case "impose": {
      const { sanction } = act;
      if (sanction.kind === "mute") return null;
      const kept = new Sanctions();
      kept.add(sanction);
      return removal(({ ip, userName }) => {
        if (kept.banOfAddress(ip)) return true;
        return userName !== null && kept.banOfName(foldName(userName)) !== null;
      }, writeBan(sanction));
    }
    case "tell":
    case "lift":
      return null;
  }
}

function removal(isMeant: Hit, reason: string): Hit {
  return (connection) => {
    if (!isMeant(connection)) return false;
    connection.remove(reason);
    return true;
  };
}

function isWhom(whom: Whom): Hit {
  if ("id" in whom) return ({ id }) => id === whom.id;
  const key = foldName(whom.name);
  return ({ userName }) => userName !== null && foldName(userName) === key;
}
