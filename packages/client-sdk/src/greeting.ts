import {
  type ChatError,
  type ChatMessage,
  displayText,
  type NameList,
  type Rejection,
  RejectionCode,
  readServerText,
  SERVER_NAME,
  serverTexts,
} from "@chat/protocol";
import { RefusedError, ServerBusyError, UsernameTakenError, WrongServerError } from "./errors.ts";
import { isNotice } from "./pending-replies.ts";

/** The meaning of the server's answer to the name. A notice answers nothing, and may come before the answer does. */
export type Greeting =
  | { readonly kind: "welcome"; readonly others: NameList }
  | { readonly kind: "refusal"; readonly error: ChatError }
  | { readonly kind: "notice" };

export function readGreeting({ from, msg }: ChatMessage): Greeting {
  if (from.name !== SERVER_NAME) {
    return { kind: "refusal", error: new WrongServerError(`${NO_CHAT}: it did not answer the name.`) };
  }
  const welcome = serverTexts.welcome.read(msg);
  if (welcome) return { kind: "welcome", others: welcome.others };
  if (isNotice(readServerText(msg))) return { kind: "notice" };
  return { kind: "refusal", error: explainRefusal(msg) };
}

/** Explains bytes that are no message at all; `start` holds them when they are the first that came. */
export function explainStranger({ code, reason }: Rejection, start?: Uint8Array): WrongServerError {
  const isOtherProtocol = code === RejectionCode.StrayText || code === RejectionCode.InvalidUtf8;
  return new WrongServerError(`${NO_CHAT}: ${start && isOtherProtocol ? recognize(start) : reason}`);
}

const NO_CHAT = "This is no chat server";

/** The longest quote of another protocol, in UTF-16 code units: enough to recognize it by. */
const MAX_QUOTED_CHARACTERS = 60;

function explainRefusal(msg: string): ChatError {
  if (serverTexts.usernameTaken.read(msg)) return new UsernameTakenError(msg);
  if (serverTexts.namesUnavailable.read(msg) || serverTexts.serverFull.read(msg)) return new ServerBusyError(msg);
  if (serverTexts.error.read(msg) !== null) return new RefusedError(msg);
  return new WrongServerError(`${NO_CHAT}: it answered the name with something else than a welcome.`);
}

/** Names the service that answers: in a class, the port of another service is the usual mistake. */
function recognize(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  if (/^HTTP\//.test(text)) return "it is a web server (HTTP).";
  if (/^SSH-/.test(text)) return "it is an SSH server.";
  if (isTlsRecord(bytes)) return "it speaks TLS.";
  const [line = ""] = text.split(/[\r\n]/);
  return `it answered "${displayText(line.slice(0, MAX_QUOTED_CHARACTERS))}".`;
}

/** A record begins with its type, here alert or handshake, and the major version 3. */
function isTlsRecord([type, version]: Uint8Array): boolean {
  return (type === 0x15 || type === 0x16) && version === 0x03;
}
