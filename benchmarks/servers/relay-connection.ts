import type { Socket } from "node:net";

/** Characters before the receiver's name in a line, as all users of this relay write them. */
const BEFORE_RECEIVER = '"to": "';

const connectionsByName = new Map<string, RelayConnection>();

/** Connections with lines that wait for the end of the turn. */
const dirty: RelayConnection[] = [];

/**
 * One connection of the yardstick, which shows what the runtime itself costs: a relay that takes a name, looks up who a line
 * is for, and passes it on as it is. It validates nothing, stamps nothing and limits nothing.
 *
 * Text is Latin-1, which keeps every byte as it is, at one byte a character: nothing is decoded.
 */
export class RelayConnection {
  readonly #socket: Socket;
  #name = "";
  #incompleteLine = "";
  #waiting = "";
  #lastReceiver: RelayConnection | undefined;
  /** With the quote behind it, so that no longer name begins with it. */
  #lastReceiverName = "";

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => socket.destroy());
    socket.on("close", () => connectionsByName.delete(this.#name));
  }

  receive(chunk: string): void {
    const text = this.#incompleteLine + chunk;
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      if (this.#name === "") this.#join(text.slice(start, end));
      else this.#forward(text, start, end + 1);
      start = end + 1;
    }
    this.#incompleteLine = start === text.length ? "" : text.slice(start);
  }

  /** One write per receiver and turn of the event loop, since that is what makes a relay fast. */
  send(line: string): void {
    if (this.#waiting === "") {
      if (dirty.length === 0) setImmediate(flushAll);
      dirty.push(this);
    }
    this.#waiting += line;
  }

  flush(): void {
    this.#socket.write(this.#waiting, "latin1");
    this.#waiting = "";
  }

  #join(name: string): void {
    this.#name = name;
    connectionsByName.set(name, this);
    this.send(`Welcome ${name}!\n`);
  }

  #forward(text: string, start: number, end: number): void {
    const line = text.slice(start, end);
    const receiverStart = text.indexOf(BEFORE_RECEIVER, start) + BEFORE_RECEIVER.length;
    if (this.#lastReceiver !== undefined && text.startsWith(this.#lastReceiverName, receiverStart)) {
      this.#lastReceiver.send(line);
      return;
    }
    const receiverName = text.slice(receiverStart, text.indexOf('"', receiverStart));
    if (receiverName === "/shout") {
      this.#shout(line);
      return;
    }
    this.#lastReceiver = connectionsByName.get(receiverName);
    this.#lastReceiverName = `${receiverName}"`;
    // What nobody is there for goes back, so that the load's `/time` gets its answer here too.
    (this.#lastReceiver ?? this).send(line);
  }

  #shout(line: string): void {
    for (const connection of connectionsByName.values()) {
      if (connection !== this) connection.send(line);
    }
  }
}

function flushAll(): void {
  for (const connection of dirty) connection.flush();
  dirty.length = 0;
}
