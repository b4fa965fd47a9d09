import type { Duplex } from "node:stream";
import { createJsonMsg, GUEST, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";

/** The welcome of a server to Ada, who is the first to come, without a newline. */
export const WELCOME = fromServer(serverTexts.welcome.write("Ada", { names: [], count: 0, maxTextBytes: 1_000 }));

/** The answer to a question for the time, with its newline. */
export const TIME = `${fromServer("Server time: 10:00:00")}\n`;

/** A message of the server's to Ada, with no newline. */
export function fromServer(text: string): string {
  return createJsonMsg(SERVER_NAME, SERVER_IP, "Ada", text);
}

/** The last message of a server to a user whom it refuses. */
export function refusal(text: string): string {
  return `${createJsonMsg(SERVER_NAME, SERVER_IP, GUEST, text)}\n`;
}

/** Answers each client's first bytes with a text. */
export function answerWith(text: string): (stream: Duplex) => void {
  return (stream) => void stream.once("data", () => stream.write(text));
}
