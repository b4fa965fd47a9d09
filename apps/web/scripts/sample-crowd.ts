import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createJsonMsg } from "@chat/protocol";

const NAMES =
  "Aisha Bruno Chiara Dario Elena Farid Giulia Hugo Ines Jonas Karin Luca Marta Nico Olga Paolo Rosa Samir Teresa Ugo".split(
    " ",
  );

const TALK_EVERY_MS = 700;

/** Clients with a fault each, and the bytes that they send again and again behind their names. */
const WRONG: readonly (readonly [name: string, everyMs: number, text: string])[] = [
  ["Vera", 3_000, "{'from': {'name': 'Vera', 'ip': ''}, 'to': 'Bruno', 'msg': 'hello'}\n"],
  ["Wanda", 5_000, '{"from":{"name":"Wanda","ip":""},"to":"Bruno","message":"hello"}\n'],
  ["Xenia", 4_000, createJsonMsg("Bruno", "", "Dario", "I owe you 10 euros")],
  ["Yann", 6_000, createJsonMsg("Yann", "", "list", "")],
  ["Zoe", 7_000, '{"from":{"name":"Zoe","ip":""},"to":"Bruno","msg":"hello",}\n'],
  ["Kofi", 1e9, '{"from":{"name":"Kofi","ip":"","to":"Bruno","msg":"hello"}\n'],
  ["Ivan", 900, "hello everybody\n"],
];

/** Ends with a fault: the name is followed by the end of the connection, or is none. */
const SHORT: readonly (readonly [bytes: string, endsMs: number])[] = [
  ["Milo\n", 0],
  ["Rossi, Anna\n", 500],
  ["GET / HTTP/1.1\r\nHost: chat\r\n\r\n", 500],
  ['Lena\n{"from":{"name":"Lena","ip":""},"to":"Ugo","msg":"hello', 500],
];

/** A class: twenty whose clients are right, and some with a fault each. It goes on until the process ends. */
export async function startCrowd(port: number): Promise<void> {
  const peers = await Promise.all(NAMES.map((name) => join(port, `${name}\n`)));
  // Who is written to before its name is known would be a mistake of its sender.
  await pause(1_000);
  setInterval(() => {
    const [from, to] = [pick(NAMES), pick(NAMES)];
    peers[NAMES.indexOf(from)]?.write(createJsonMsg(from, "", to, "Has anybody found out why the last part fails?"));
  }, TALK_EVERY_MS / NAMES.length);
  for (const [name, everyMs, text] of WRONG) {
    const peer = await join(port, `${name}\n`);
    peer.write(createJsonMsg(name, "", name, "This one is right."));
    const say = (): void => void (peer.writable && peer.write(text));
    say();
    // The second one begins inside the first, whose brace is open.
    if (everyMs > 1e6) peer.write(text);
    else setInterval(say, everyMs);
  }
  await join(port, "");
  await join(port, "Emma");
  const reader = await join(port, "Tadeo\n");
  reader.pause();
  const text = "x".repeat(60_000);
  const fill = () =>
    peers.forEach((peer, index) => void peer.write(createJsonMsg(NAMES[index] ?? "", "", "Tadeo", text)));
  const filling = setInterval(fill, 1_000);
  setTimeout(() => clearInterval(filling), 12_000);
  setInterval(() => {
    for (const [bytes, endsMs] of SHORT) void leaveSoon(port, bytes, endsMs);
  }, 20_000);
  for (const [bytes, endsMs] of SHORT) void leaveSoon(port, bytes, endsMs);
}

/** Connects, writes the first bytes, and reads whatever comes. */
async function join(port: number, bytes: string): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  await once(socket, "connect");
  socket.on("error", () => socket.destroy()).resume();
  socket.write(bytes);
  return socket;
}

async function leaveSoon(port: number, bytes: string, endsMs: number): Promise<void> {
  const socket = await join(port, bytes);
  setTimeout(() => socket.end(), endsMs);
}

function pick<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item;
}
