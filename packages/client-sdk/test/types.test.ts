import { expectTypeOf, it } from "vitest";
import type { ChatClient, ClientOptions, ConnectionState, SentMessage } from "../src/index.ts";

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
  }
  expectTypeOf(listen).toBeFunction();
});
