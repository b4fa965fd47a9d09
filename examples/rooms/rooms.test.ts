import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { createChatServer } from "@chat/server";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

const server = await createChatServer({
  host: "127.0.0.1",
  port: 0,
  threads: 2,
  modules: [fileURLToPath(new URL("rooms.ts", import.meta.url))],
});
beforeAll(() => server.listen(), 100_000);
afterAll(() => server.close({ graceMs: 0 }));

/** A client as everybody's first one: it sends its name, then objects with three fields, and knows nothing of rooms. */
class ThreeFieldClient {
  readonly #socket: Socket;
  readonly #name: string;
  #received = "";

  constructor(name: string) {
    this.#name = name;
    this.#socket = connect(server.address().port, "127.0.0.1");
    this.#socket.on("data", (chunk) => {
      this.#received += chunk;
    });
    this.#socket.write(name);
  }

  send(to: string, msg = ""): void {
    this.#socket.write(JSON.stringify({ from: { name: this.#name, ip: "127.0.0.1" }, to, msg }));
  }

  /** Waits for a text, and forgets what came up to it. */
  async sees(text: string, timeout = 60_000): Promise<void> {
    await vi.waitFor(() => expect(this.#received).toContain(text), { timeout });
    this.#received = this.#received.slice(this.#received.indexOf(text) + text.length);
  }

  async asks(to: string, msg: string, answer: string, timeout?: number): Promise<void> {
    this.send(to, msg);
    await this.sees(answer, timeout);
  }

  leave(): void {
    this.#socket.end();
  }
}

async function join(...names: string[]): Promise<ThreeFieldClient[]> {
  const clients = names.map((name) => new ThreeFieldClient(name));
  for (const [index, client] of clients.entries()) await client.sees(`Welcome ${names[index]}`);
  return clients;
}

it("lets members of a room talk among themselves, whatever thread serves them", { timeout: 200_000 }, async () => {
  // The system spreads the connections over the threads: of eight members, some are on each.
  const members = await join("Ada", "Bob", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal");
  const [outsider] = (await join("Zoe")) as [ThreeFieldClient];
  for (const [index, member] of members.entries()) {
    await member.asks("/join", "tea", `You are in tea, with ${index} others.`);
  }
  const [ada, bob] = members as [ThreeFieldClient, ThreeFieldClient];
  await ada.asks("/say", "hello\nall", "Said to 7 others in tea.");
  for (const member of members.slice(1)) await member.sees("Notice: [tea] Ada: hello all");
  await outsider.asks("/who", "", "Rooms: tea (8)");
  await outsider.asks("/say", "hello?", "You are in no room: /join one.");
  await bob.asks("/who", "", "In tea: Ada, Bob, Cleo, Dan, Eve, Fay, Gus, Hal");
  await bob.asks("/leave", "", "You have left tea.");
  await ada.sees("Notice: [tea] Bob has left.");

  // Who leaves the chat leaves the room, without a word.
  for (const member of members.slice(2)) member.leave();
  await vi.waitFor(() => bob.asks("/who", "", "Rooms: tea (1)", 1_000), { timeout: 60_000 });
  await outsider.asks("/join", " ", "Which room?");
  await ada.asks("/join", "tea", "You are in tea already.");
  ada.leave();
  bob.leave();
  outsider.leave();
});
