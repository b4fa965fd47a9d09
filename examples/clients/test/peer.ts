import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { LineLog } from "./line-log.ts";

/** The user at the other end, over a bare socket: what it sees is what went over the wire. */
export class Peer implements Disposable {
  readonly received: LineLog;
  readonly #socket: Socket;
  readonly #name: string;

  private constructor(socket: Socket, name: string) {
    this.#socket = socket;
    this.#name = name;
    this.received = new LineLog(socket);
  }

  /** Connects and waits for the welcome. */
  static async join(port: number, name: string): Promise<Peer> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const peer = new Peer(socket, name);
    socket.write(`${name}\n`);
    await peer.received.waitFor(/Welcome/);
    return peer;
  }

  /** Writes plain UTF-8, in which an emoji takes 4 bytes: the server delivers it as escapes, which take 12. */
  send(to: string, msg: string): void {
    this.#socket.write(`${JSON.stringify({ from: { name: this.#name, ip: "127.0.0.1" }, to, msg })}\n`);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
