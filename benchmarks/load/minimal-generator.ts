// The least that a generator can do on this runtime: pairs that pass a line back and forth. It parses nothing, and counts
// newlines. Prints the lines received per second.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createJsonMsg } from "@chat/protocol";

const [port, users, inFlight, warmUpMs, durationMs, textBytes] = process.argv.slice(2).map(Number) as [
  number,
  number,
  number,
  number,
  number,
  number,
];
const LINE_FEED = 0x0a;
const JOINS_AT_ONCE = 100;

let received = 0;
const sockets: Socket[] = [];
for (let index = 0; index < users; index += JOINS_AT_ONCE) {
  const group = Array.from({ length: Math.min(JOINS_AT_ONCE, users - index) }, (_, offset) => join(index + offset));
  sockets.push(...(await Promise.all(group)));
}
for (const [index, socket] of sockets.entries()) playWith(socket, index);
await pause(warmUpMs);
received = 0;
const startedAt = performance.now();
await pause(durationMs);
console.log(received / ((performance.now() - startedAt) / 1_000));
process.exit();

async function join(index: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true, localAddress: `127.0.0.${2 + (index % 4)}` });
  await once(socket, "connect");
  socket.write(`m${index}\n`);
  await once(socket, "data");
  return socket;
}

function playWith(socket: Socket, index: number): void {
  const line = `${createJsonMsg(`m${index}`, "127.0.0.1", `m${index ^ 1}`, "x".repeat(textBytes))}\n`;
  socket.on("data", (chunk) => {
    let lines = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
    received += lines;
    socket.write(line.repeat(lines), "latin1");
  });
  if (index % 2 === 0) socket.write(line.repeat(inFlight), "latin1");
}
