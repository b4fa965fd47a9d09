// A thread that writes to somebody who never reads, as fast as the server takes it. It has its own event loop so that its
// work is in nobody's latency but the server's.
import { parentPort, workerData } from "node:worker_threads";
import { createJsonMsg, decodeJsonMsg, EndpointName, serverTexts } from "@chat/protocol";
import { LinePeer } from "./line-peer.ts";

export interface FloodOptions {
  readonly port: number;
  readonly messages: number;
  /** Size of each message on the wire. */
  readonly messageBytes: number;
}

/** Progress of a flood: the outcome of its messages, and the time of it. */
export type FloodReport =
  | { readonly kind: "started" }
  /** The server has dealt with all messages. */
  | { readonly kind: "flooded"; readonly afterMs: number }
  | {
      readonly kind: "cut-off";
      readonly afterMs: number;
      /** Messages answered with an error. */
      readonly refused: number;
      /** Messages that the sender was told may not have arrived. */
      readonly doubtful: number;
      /** Texts of the messages that the receiver found when it read at last. */
      readonly received: readonly string[];
    };

const { port, messages, messageBytes } = workerData as FloodOptions;
const { peer: sleeper } = await LinePeer.join({ port }, "sleeper");
const { peer: sender } = await LinePeer.join({ port }, "sender");
sleeper.stopReading();

const flood = Array.from({ length: messages }, (_, number) => writeNumbered(number)).join("");
// Answered in its turn, so after all the messages.
const question = createJsonMsg(sender.name, "127.0.0.1", EndpointName.Time, "");
report({ kind: "started" });
const startedAt = performance.now();
sender.write(`${flood}${question}\n`);
await follow();

async function follow(): Promise<void> {
  let refused = 0;
  let doubtful: number | null = null;
  let isFlooded = false;
  while (!isFlooded || doubtful === null) {
    const text = readText(await sender.nextLine());
    if (serverTexts.receiverBusy.read(text)) {
      refused += 1;
    } else if (serverTexts.time.read(text)) {
      isFlooded = true;
      report({ kind: "flooded", afterMs: performance.now() - startedAt });
    } else {
      doubtful = serverTexts.mayNotHaveArrived.read(text)?.count ?? doubtful;
    }
  }
  const afterMs = performance.now() - startedAt;
  // What the kernel had taken before the connection was cut off is still there to read.
  const lines = await sleeper.readToEnd();
  const received = lines.map(readText).filter((text) => /^\d+ /.test(text));
  report({ kind: "cut-off", afterMs, refused, doubtful, received });
  sender.vanish();
}

function writeNumbered(number: number): string {
  const line = createJsonMsg(sender.name, "127.0.0.1", sleeper.name, `${number} `);
  const padding = "x".repeat(messageBytes - line.length - "\n".length);
  return `${createJsonMsg(sender.name, "127.0.0.1", sleeper.name, `${number} ${padding}`)}\n`;
}

function readText(line: string): string {
  const message = decodeJsonMsg(Buffer.from(line, "latin1"));
  if (!message) throw new Error(`The server sent what is no message: ${line}`);
  return message.msg;
}

function report(message: FloodReport): void {
  parentPort?.postMessage(message);
}
