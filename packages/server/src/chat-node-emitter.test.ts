import { expect, it, vi } from "vitest";
import { ChatNodeEmitter } from "./chat-node-emitter.ts";

const USER = { name: "Ada", ip: "127.0.0.1" };

function failures(emitter: ChatNodeEmitter): unknown[] {
  const causes: unknown[] = [];
  emitter.on("error", ({ cause }) => causes.push(cause));
  return causes;
}

it("refuses a listener of an event that does not exist, and suggests one that does", () => {
  const emitter = new ChatNodeEmitter();
  // @ts-expect-error — the compiler refuses it as well
  expect(() => emitter.on("mesage", () => undefined)).toThrow('Unknown event "mesage": did you mean "message"?');
  // @ts-expect-error — the compiler refuses it as well
  expect(() => emitter.once("exit", () => undefined)).toThrow(/^Unknown event "exit": there are join, leave/);
});

it("goes on when a listener throws an error, and emits it", () => {
  const emitter = new ChatNodeEmitter();
  const causes = failures(emitter);
  const error = new Error("no luck");
  emitter.on("join", () => {
    throw error;
  });
  emitter.emit("join", USER);
  expect(causes).toEqual([error]);
});

it("goes on when a listener's promise rejects, and emits the reason", async () => {
  const emitter = new ChatNodeEmitter();
  const causes = failures(emitter);
  const error = new Error("no luck");
  emitter.on("join", async () => Promise.reject(error));
  emitter.emit("join", USER);
  await vi.waitFor(() => expect(causes).toEqual([error]));
});

it("calls the other listeners of an event when one fails, whatever it throws", async () => {
  const emitter = new ChatNodeEmitter();
  const messages: string[] = [];
  emitter.on("error", ({ message }) => messages.push(message));
  const heard: string[] = [];
  for (const cause of [Object.create(null), Symbol("s")]) {
    emitter.on("join", () => {
      throw cause;
    });
    emitter.on("join", async () => Promise.reject(cause));
  }
  emitter.on("join", ({ name }) => heard.push(name));
  emitter.emit("join", USER);
  expect(heard).toEqual(["Ada"]);
  await vi.waitFor(() => expect(messages).toHaveLength(4));
  const texts = ["a value of type object that has no text", "Symbol(s)"];
  const expected = texts.map((text) => `A listener of the event "join" failed: ${text}`);
  expect(messages).toEqual([...expected, ...expected]);
});

it("has the two events of every emitter", () => {
  const emitter = new ChatNodeEmitter();
  const names: unknown[] = [];
  emitter.on("newListener", (name) => names.push(name));
  emitter.on("removeListener", (name) => names.push(name));
  const listener = () => undefined;
  emitter.on("join", listener).off("join", listener);
  expect(names).toEqual(["removeListener", "join", "join"]);
});

it("leaves a failure to the program when nobody listens to it, and when the listener of errors fails", async () => {
  const uncaught: unknown[] = [];
  const queue = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((run) => {
    try {
      run();
    } catch (error) {
      uncaught.push((error as Error).message);
    }
  });
  const emitter = new ChatNodeEmitter();
  emitter.on("join", () => {
    throw new Error("no luck");
  });
  emitter.emit("join", USER);
  emitter.on("error", () => {
    throw new Error("none here either");
  });
  emitter.emit("join", USER);
  queue.mockRestore();
  expect(uncaught).toEqual([
    'A listener of the event "join" failed: Error: no luck',
    'A listener of the event "error" failed: Error: none here either',
  ]);
});
