import { expectTypeOf, it } from "vitest";
import {
  type ChatClient,
  ChatError,
  type ChatErrorCode,
  type ClientOptions,
  type ConnectionState,
  type DirectMessage,
  type IncomingMessage,
  type SentMessage,
} from "../src/index.ts";

it("gives each event its argument and each state its fields, with nothing to cast", () => {
  expectTypeOf<ChatClient["send"]>().returns.resolves.toEqualTypeOf<SentMessage>();
  expectTypeOf<ChatClient["shout"]>().returns.resolves.toEqualTypeOf<number>();
  expectTypeOf<ChatClient["list"]>().returns.resolves.toHaveProperty("names").toEqualTypeOf<readonly string[]>();
  expectTypeOf<Extract<ConnectionState, { kind: "waiting" }>>().toHaveProperty("delayMs").toEqualTypeOf<number>();
  expectTypeOf<ClientOptions>().toHaveProperty("name").toEqualTypeOf<string>();

  // Never called: the compiler reads it.
  function listen(chat: ChatClient): void {
    chat.on("message", ({ from, msg }) => expectTypeOf([from.name, msg]).toEqualTypeOf<string[]>());
    chat.once("undeliverable", ({ message }) => expectTypeOf(message).toEqualTypeOf<SentMessage>());
    chat.on("closed", ({ unsent }) => expectTypeOf(unsent).toEqualTypeOf<readonly SentMessage[]>());
    // @ts-expect-error There is no such argument.
    chat.on("notice", ({ message }) => message);
    chat.on("message", ({ kind }) => expectTypeOf(kind).toEqualTypeOf<"direct">());
    chat.on("shout", ({ kind }) => expectTypeOf(kind).toEqualTypeOf<"shout">());
    chat.on("newListener", (name) => expectTypeOf(name).toEqualTypeOf<string | symbol>());
    chat.on("message", async () => undefined);
    // @ts-expect-error There is no such event.
    chat.on("mesage", () => undefined);
    // @ts-expect-error There is no such event.
    chat.once("mesage", () => undefined);
    // @ts-expect-error There is no such event.
    chat.off("mesage", () => undefined);
    // @ts-expect-error There is no such event.
    chat.emit("mesage");
  }
  async function read(chat: ChatClient): Promise<void> {
    for await (const message of chat.messages()) {
      expectTypeOf(message).toEqualTypeOf<IncomingMessage>();
      if (message.kind === "direct") expectTypeOf(message).toEqualTypeOf<DirectMessage>();
    }
  }
  expectTypeOf(listen).toBeFunction();
  expectTypeOf(read).toBeFunction();
});

it("has a closed set of error codes", () => {
  // Never called: the compiler reads it.
  function explain(error: unknown): void {
    if (!(error instanceof ChatError)) return;
    expectTypeOf<(typeof error)["code"]>().toEqualTypeOf<ChatErrorCode>();
    if (error.code === "MESSAGE_TOO_LARGE") expectTypeOf(error.limitBytes).toEqualTypeOf<number>();
    // @ts-expect-error There is no such code.
    if (error.code === "NO_SUCH_CODE") return;
  }
  function close(chat: ChatClient): void {
    // @ts-expect-error There is no such code.
    chat.on("closed", ({ error }) => error?.code === "NO_SUCH_CODE");
  }
  expectTypeOf(explain).toBeFunction();
  expectTypeOf(close).toBeFunction();
});
