import { scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { Endpoint } from "@chat/server";

const deriveKey = promisify<string, string, number, Buffer>(scrypt);

/**
 * Answers with a fingerprint of the request's text. Computing it takes a while in another thread, and nobody waits for
 * it: the server goes on, and only this user's next answers keep their place behind it.
 */
const fingerprint: Endpoint = {
  name: "/fingerprint",
  summary: "Show a fingerprint of your text.",
  handle: async ({ text, sender, reply }) => {
    const key = await deriveKey(text, sender.name, 8);
    reply(`Fingerprint: ${key.toString("hex")}`);
  },
};

/** By this name `chat-server --modules` looks for them. */
export const endpoints: readonly Endpoint[] = [fingerprint];
