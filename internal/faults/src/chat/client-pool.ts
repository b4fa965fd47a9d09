import type { History } from "../history/history.ts";
import type { Client } from "./client.ts";

/** All clients of one chat. */
export class ClientPool {
  /** History that the clients add their events to. */
  history: History;
  /** Everybody who was welcomed and whose connection is not gone. */
  readonly clients = new Set<Client>();
  #lastId = 0;

  constructor(history: History) {
    this.history = history;
  }

  /** An id that no other connection ever has. */
  nextId(): string {
    this.#lastId += 1;
    return `c${this.#lastId}`;
  }
}
