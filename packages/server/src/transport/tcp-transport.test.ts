import { once } from "node:events";
import { expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { createSocketPair } from "../../test/socket-pair.ts";
import { SharedReadBuffer } from "./shared-read-buffer.ts";
import { receiveRead, TcpTransport } from "./tcp-transport.ts";
import type { TransportListener } from "./transport.ts";

/** Far more than the kernel takes for a receiver that does not read. */
const HUGE = "x".repeat(32 * 1024 * 1024);

/** Keeps what happens to a transport. */
class RecordingListener implements TransportListener {
  readonly events: string[] = [];

  receive(bytes: Uint8Array): void {
    this.events.push(`received ${new TextDecoder().decode(bytes)}`);
  }

  inputEnded(): void {
    this.events.push("input ended");
  }

  outputTaken(): void {
    this.events.push("output taken");
  }

  outputEnded(): void {
    this.events.push("output ended");
  }

  closed(hadError: boolean): void {
    this.events.push(hadError ? "closed by an error" : "closed");
  }
}

it.each([
  ["each socket's own reads", async () => null],
  ["one buffer for all", () => SharedReadBuffer.create(receiveRead)],
])("passes on what happens, with %s", async (_, createBuffer) => {
  await using pair = await createSocketPair();
  const listener = new RecordingListener();
  const transport = new TcpTransport(pair.near, await createBuffer());
  transport.open(listener);
  expect(transport.remoteAddress).toBe("127.0.0.1");
  pair.far.end("hello");
  await once(pair.near, "end");
  expect([transport.isWritable, transport.isOutputEnded]).toEqual([true, false]);
  transport.end();
  expect(transport.isWritable).toBe(false);
  pair.far.resume();
  await once(pair.near, "close");
  expect(transport.isOutputEnded).toBe(true);
  expect(listener.events).toEqual(["received hello", "input ended", "output ended", "closed"]);
});

it("says at once that the kernel has taken a write, each character as one byte", async () => {
  await using pair = await createSocketPair();
  const listener = new RecordingListener();
  const transport = new TcpTransport(pair.near, null);
  transport.open(listener);
  expect([transport.write("caf\u00e9"), transport.untakenBytes]).toEqual([true, 0]);
  const [bytes] = (await once(pair.far, "data")) as [Buffer];
  expect(bytes.toString("hex")).toBe("636166e9");
  expect(listener.events).toEqual([]);
});

it("says later that it has taken one that had to wait", async () => {
  await using pair = await createSocketPair();
  const listener = new RecordingListener();
  const transport = new TcpTransport(pair.near, null);
  transport.open(listener);
  expect(transport.write(HUGE)).toBe(false);
  expect([transport.untakenBytes > 0, listener.events]).toEqual([true, []]);
  pair.far.resume();
  await eventually(() => listener.events.length > 0, "an event");
  expect(listener.events).toEqual(["output taken"]);
  expect(transport.untakenBytes).toBe(0);
});

it("takes nothing for a peer that is gone, and says only that it is closed", async () => {
  await using pair = await createSocketPair();
  const listener = new RecordingListener();
  const transport = new TcpTransport(pair.near, null);
  transport.open(listener);
  transport.write(HUGE);
  const atError = new Promise((resolve) => pair.near.once("error", () => resolve([...listener.events])));
  pair.far.resetAndDestroy();
  expect(await atError).toEqual(["closed by an error"]);
  await eventually(() => pair.near.closed, "the close");
  expect([transport.untakenBytes > 0, transport.isWritable]).toEqual([true, false]);
  expect(listener.events).toEqual(["closed by an error"]);
});
