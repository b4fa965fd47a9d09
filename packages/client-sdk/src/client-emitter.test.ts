import { expect, it } from "vitest";
import { ClientEmitter } from "./client-emitter.ts";
import { ListenerFailedError } from "./errors.ts";

class TestEmitter extends ClientEmitter {
  notice(text: string): void {
    this.emit("notice", { text });
  }
}

/** Collects the errors that the program would end with. */
function catchUncaught() {
  const uncaught: unknown[] = [];
  const others = process.listeners("uncaughtException");
  const unhandled = (reason: unknown) => uncaught.push(["unhandled rejection", reason]);
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => uncaught.push(error));
  process.on("unhandledRejection", unhandled);
  return {
    uncaught,
    [Symbol.dispose]() {
      process.removeAllListeners("uncaughtException");
      for (const other of others) process.on("uncaughtException", other);
      process.off("unhandledRejection", unhandled);
    },
  };
}

/** Lets all rejections be noticed. */
async function turn(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise(setImmediate);
}

const failure = new Error("broken");

it.each([
  [
    "throws",
    () => {
      throw failure;
    },
  ],
  ["rejects", () => Promise.reject(failure)],
])("reports a listener that %s as an error", async (_how, listener) => {
  const emitter = new TestEmitter();
  emitter.on("notice", listener);
  const errors: unknown[] = [];
  emitter.on("error", (listenerFailed) => errors.push(listenerFailed));
  emitter.notice("hello");
  await turn();
  expect(errors).toHaveLength(1);
  expect(errors[0]).toBeInstanceOf(ListenerFailedError);
  expect(errors[0]).toMatchObject({ code: "LISTENER_FAILED", event: "notice", cause: failure });
});

it("makes it an uncaught exception when nobody listens to errors, and never an unhandled rejection", async () => {
  using program = catchUncaught();
  const emitter = new TestEmitter();
  emitter.on("notice", () => Promise.reject(failure));
  emitter.notice("hello");
  await turn();
  expect(program.uncaught).toEqual([failure]);
});

it.each([
  [
    "throws",
    () => {
      throw failure;
    },
  ],
  ["rejects", () => Promise.reject(failure)],
])("calls a listener of errors that %s once, not for ever", async (_how, listener) => {
  using program = catchUncaught();
  const emitter = new TestEmitter();
  let calls = 0;
  emitter.on("error", () => {
    calls += 1;
    return listener();
  });
  emitter.on("notice", () => Promise.reject(new Error("first")));
  emitter.notice("hello");
  await turn();
  expect(calls).toBe(1);
  expect(program.uncaught).toEqual([failure]);
});

it.each(["on", "once", "addListener", "prependListener", "prependOnceListener"] as const)(
  "refuses by %s a listener of an event that does not exist, with the one that was meant",
  (method) => {
    const emitter = new TestEmitter();
    const listen = () => emitter[method]("mesage" as never, () => undefined);
    expect(listen).toThrow(new TypeError('Unknown event "mesage": did you mean "message"?'));
    expect(emitter.eventNames()).toEqual([]);
  },
);

it("calls the other listeners of an event when one fails, whatever it throws", async () => {
  const emitter = new TestEmitter();
  const errors: string[] = [];
  emitter.on("error", ({ message }) => errors.push(message));
  const heard: string[] = [];
  for (const cause of [Object.create(null), Symbol("s"), undefined]) {
    emitter.on("notice", () => {
      throw cause;
    });
    emitter.on("notice", () => Promise.reject(cause));
  }
  emitter.on("notice", ({ text }) => heard.push(text));
  emitter.notice("hello");
  await turn();
  expect(heard).toEqual(["hello"]);
  const failures = ["a value of type object that has no text", "Symbol(s)", "undefined"];
  const messages = failures.map((failure) => `A listener of "notice" failed: ${failure}`);
  expect(errors).toEqual([...messages, ...messages]);
});

it("has the two events of every emitter", () => {
  const emitter = new TestEmitter();
  const names: unknown[] = [];
  emitter.on("newListener", (name) => names.push(name));
  emitter.on("removeListener", (name) => names.push(name));
  const listener = () => undefined;
  emitter.on("notice", listener).off("notice", listener);
  expect(names).toEqual(["removeListener", "notice", "notice"]);
});
