// A thread that writes to everyone: `first` messages at full speed, then `perSecond` a second until it is told to stop. Each has
// its number at its end. It answers with the number of them.
import { parentPort, workerData } from "node:worker_threads";
import { createJsonMsg, EndpointName } from "@chat/protocol";
import { LinePeer } from "./line-peer.ts";

export interface ShouterOptions {
  readonly port: number;
  /** Messages before anything is measured. */
  readonly first: number;
  readonly perSecond: number;
}

/** Time between two writes, in milliseconds. */
const WRITE_EVERY_MS = 10;

const TEXTS = [
  "Has anybody got the second exercise to work?",
  "The server is up again, thanks!",
  "日本語のメッセージも送れます。",
  "See you at the tutorial 👋 typist, are you coming?",
  "A longer one, which has to be wrapped in most terminals since it goes on and on until it does not fit into one row.",
];

const { port, first, perSecond } = workerData as ShouterOptions;
const { peer } = await LinePeer.join({ port }, "shouter");
let count = 0;
shout(first);
// Each is answered by a receipt.
for (let receipts = 0; receipts < first; receipts++) await peer.nextLine();
parentPort?.postMessage("ready");

const startedAt = performance.now();
const timer = setInterval(() => {
  const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) - (count - first);
  if (due > 0) shout(due);
}, WRITE_EVERY_MS);
parentPort?.once("message", () => {
  clearInterval(timer);
  parentPort?.postMessage(count);
});
for (;;) await peer.nextLine();

function shout(times: number): void {
  let lines = "";
  for (let index = 0; index < times; index++) {
    count += 1;
    const text = `${TEXTS[count % TEXTS.length]} #${count}`;
    lines += `${createJsonMsg(peer.name, "127.0.0.1", EndpointName.Shout, text)}\n`;
  }
  peer.write(lines);
}
