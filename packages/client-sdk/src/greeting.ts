import {
  displayText,
  type HandshakeRefusal,
  type Rejection,
  RejectionCode,
  SERVER_NAME,
  serverTexts,
} from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { RefusedError, ServerBusyError, UsernameTakenError, WrongServerError } from "./errors.ts";

/** Explains an answer to the name that is no welcome. */
export function explainRefusal({ from, text, reading }: HandshakeRefusal): ChatError {
  if (from !== SERVER_NAME) return new WrongServerError(`${NO_CHAT}: it did not answer the name.`);
  switch (reading?.kind) {
    case "usernameTaken":
      return new UsernameTakenError(text);
    case "namesUnavailable":
    case "serverFull":
      return new ServerBusyError(text);
    default:
      // A refusal for a reason of the server's own may read like another text of the contract.
      if (serverTexts.error.read(text) !== null) return new RefusedError(text);
      return new WrongServerError(`${NO_CHAT}: it answered the name with something else than a welcome.`);
  }
}

/** Explains bytes that are no message at all; `start` holds them when they are the first that came. */
export function explainStranger({ code, reason }: Rejection, start?: Uint8Array): WrongServerError {
  const isOtherProtocol = code === RejectionCode.StrayText || code === RejectionCode.InvalidUtf8;
  return new WrongServerError(`${NO_CHAT}: ${start && isOtherProtocol ? recognize(start) : reason}`);
}

const NO_CHAT = "This is no chat server";

/** The longest quote of another protocol, in UTF-16 code units: enough to recognize it by. */
const MAX_QUOTED_CHARACTERS = 60;

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
