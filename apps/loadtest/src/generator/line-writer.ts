import type { Socket } from "node:net";
import { createJsonMsg } from "@chat/protocol";

/** Writes the messages of one client: each start of a line is made once for each receiver. */
export class LineWriter {
  readonly #name: string;
  readonly #lineStarts = new Map<string, string>();
  #isGathering = false;
  #gathered = "";

  /** @param name - the sender of all messages */
  constructor(name: string) {
    this.#name = name;
  }

  /** Writes a message. Its text is made of characters that JSON writes as they are. */
  write(socket: Socket | null, to: string, text: string): void {
    let start = this.#lineStarts.get(to);
    if (start === undefined) {
      start = createJsonMsg(this.#name, "127.0.0.1", to, "").slice(0, -'"}'.length);
      this.#lineStarts.set(to, start);
    }
    const line = `${start}${text}"}\n`;
    if (this.#isGathering) this.#gathered += line;
    else socket?.write(line, "latin1");
  }

  /** Keeps what is written from now on, so that it goes out in one write. */
  startGathering(): void {
    this.#isGathering = true;
  }

  /** Writes what was kept. */
  flush(socket: Socket | null): void {
    this.#isGathering = false;
    if (this.#gathered === "") return;
    socket?.write(this.#gathered, "latin1");
    this.#gathered = "";
  }
}

/** Writes a text in the characters that it has between the quotes of a JSON string, in ASCII alone. */
export function escapeText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return escaped.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
