import { once } from "node:events";
import { type ChatNode, type ChatNodeOptions, createChatNode } from "@chat/server";
import { vi } from "vitest";
import type { ChatClient, ClientEvents, IncomingMessage } from "../src/index.ts";

/** The time after which an event counts as missing, in milliseconds: a busy machine never takes that long. */
const PATIENCE_MS = 50_000;

/** A server of ours on the loopback, on a port of the system's choice unless told otherwise. */
export async function startNode(options: ChatNodeOptions = {}): Promise<ChatNode> {
  const node = createChatNode({ host: "127.0.0.1", port: 0, ...options });
  await node.listen();
  return node;
}

/** Waits for the next event of that name. */
export async function next<Name extends keyof ClientEvents>(
  client: ChatClient,
  name: Name,
): Promise<ClientEvents[Name][0]> {
  const [argument] = await once(client, name, { signal: AbortSignal.timeout(PATIENCE_MS) });
  return argument as ClientEvents[Name][0];
}

/** Waits for an event of that name that is as the test needs it. */
export async function nextWhere<Name extends keyof ClientEvents>(
  client: ChatClient,
  name: Name,
  isWanted: (argument: ClientEvents[Name][0]) => boolean,
): Promise<ClientEvents[Name][0]> {
  for (;;) {
    const argument = await next(client, name);
    if (isWanted(argument)) return argument;
  }
}

/** Waits until an expectation holds that no event tells of, without a timer of its own: some tests count those. */
export async function eventually(expectation: () => void): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return expectation();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise(setImmediate);
    }
  }
}

/** Everything that one event has told so far. */
export function record<Name extends keyof ClientEvents>(client: ChatClient, name: Name): ClientEvents[Name][0][] {
  const recorded: ClientEvents[Name][0][] = [];
  // Each event has one argument; the emitter's type can't tell that of a name that is not known yet.
  (client as NodeJS.EventEmitter).on(name, (argument: ClientEvents[Name][0]) => recorded.push(argument));
  return recorded;
}

/** Texts of other users that come, one after another. */
export function readTexts(messages: AsyncIterator<IncomingMessage>) {
  return {
    async next(): Promise<string> {
      for (;;) {
        const { value, done } = await messages.next();
        if (done) throw new Error("The messages ended where one was expected.");
        if (value.kind !== "notice") return value.msg;
      }
    },
    async take(count: number): Promise<string[]> {
      const texts: string[] = [];
      while (texts.length < count) texts.push(await this.next());
      return texts;
    },
  };
}

/** Returns the error that a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => new Error("It did not fail."),
    (error: unknown) => error,
  );
}

/** Stops the clock and all timers that a client uses; they go on when the test says so, or when this is disposed. */
export function fakeClock() {
  const now = performance.now();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  // The fake clock begins at 0: a client that is connected already would wait for as long as the process has run.
  vi.advanceTimersByTime(Math.ceil(now));
  return {
    /** Lets time go by in steps of 20 ms, with a turn of the event loop after each. */
    async advance(ms: number): Promise<void> {
      for (let passedMs = 0; passedMs < ms; passedMs += 20) {
        await vi.advanceTimersByTimeAsync(20);
        await new Promise(setImmediate);
      }
    },
    [Symbol.dispose]: () => void vi.useRealTimers(),
  };
}
