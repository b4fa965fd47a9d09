// The yardstick: what the runtime itself costs. A relay that takes a name, looks up who a line is for, and passes it on as it
// is. It validates nothing, stamps nothing and limits nothing, so no chat server written for this runtime, with its 'data'
// events, can be cheaper.
import { createServer, type Socket } from "node:net";
import { answerMeasurements } from "../load/process-usage.ts";

/** What comes before the receiver's name in a line, as everybody writes it who uses this relay. */
const BEFORE_RECEIVER = '"to": "';

const connectionsByName = new Map<string, Connection>();

/** Who has something waiting for the end of the turn. */
const dirty: Connection[] = [];

class Connection {
  readonly #socket: Socket;
  #name = "";
  #incompleteLine = "";
  #waiting = "";

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Latin-1 keeps every byte as it is, at one byte a character: nothing is decoded. */
  receive(chunk: Buffer): void {
    const text = this.#incompleteLine + chunk.toString("latin1");
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      if (this.#name === "") this.#join(text.slice(start, end));
      else this.#forward(text, start, end + 1);
      start = end + 1;
    }
    this.#incompleteLine = start === text.length ? "" : text.slice(start);
  }

  leave(): void {
    connectionsByName.delete(this.#name);
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

  /** What nobody is there for goes back, so that the load's `/time` gets its answer here too. */
  #forward(text: string, start: number, end: number): void {
    const receiverStart = text.indexOf(BEFORE_RECEIVER, start) + BEFORE_RECEIVER.length;
    const receiver = text.slice(receiverStart, text.indexOf('"', receiverStart));
    const line = text.slice(start, end);
    if (receiver === "/shout") this.#shout(line);
    else (connectionsByName.get(receiver) ?? this).send(line);
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

const server = createServer({ noDelay: true }, (socket) => {
  const connection = new Connection(socket);
  socket.on("data", (chunk) => connection.receive(chunk as Buffer));
  socket.on("error", () => socket.destroy());
  socket.on("close", () => connection.leave());
});

// Who can't be told the port chooses it.
const port = Number(process.argv[2] ?? 0);
server.listen({ host: "127.0.0.1", port, backlog: 4_096 }, () => answerMeasurements(server.address()));
