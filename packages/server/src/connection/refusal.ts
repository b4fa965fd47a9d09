import { type HandshakeProblem, type Rejection, serverTexts, trimWhiteSpace } from "@chat/protocol";
import { explainName, explainRejection, type Stranger } from "@chat/protocol/mistakes";
import type { ClaimOutcome } from "../backplane/backplane.ts";
import { createRejectedTrouble, type RejectedTrouble } from "../dispatch/rejected-trouble.ts";
import { LOOKS_LIKE_ANOTHER } from "../names/name-policy.ts";
import { writeHttpRefusal } from "./http-refusal.ts";

/** The reason why a peer does not become a user: a text that says what is wrong, and what is allowed. */
export interface Refusal {
  readonly text: string;
  /** Name of the mistake of `@chat/protocol/mistakes` that was recognised. */
  readonly mistake?: string;
  /** Bytes to write in place of a message, for a client that can't read messages. */
  readonly rawText?: string;
  /** The name that was tried. */
  readonly name?: string;
  /** Set when the first message was rejected: the text may have words of it, and is not to be logged. */
  readonly trouble?: RejectedTrouble;
  /** True when the peer has sent nothing: a port scanner or a health check. */
  readonly isSilent?: boolean;
}

/** Refuses a peer whose first message is none. `bytes` are those of the rejection, as far as they have come. */
export function refuseFirstMessage(rejection: Rejection, bytes: Uint8Array): Refusal {
  const { reason, mistake } = explainRejection(rejection, bytes, { isNameDue: true });
  const text = serverTexts.rejected.write({ offset: rejection.offset, reason });
  return { text, trouble: createRejectedTrouble(rejection, bytes, mistake), ...(mistake && { mistake }) };
}

/** Refuses the name at the start of a connection. `bytes` are the first that came. */
export function refuseFirstLine(problem: HandshakeProblem, bytes: Uint8Array): Refusal {
  const { reason, mistake } = explainName(problem, bytes);
  return { ...refuseName({ ...problem, text: reason }, readFirstLine(bytes)), ...(mistake && { mistake }) };
}

/** Refuses a name. With a quote in it, it is more likely a part of a message, which is not to be logged. */
export function refuseName({ code, text }: HandshakeProblem, name: string): Refusal {
  const isName = name !== "" && !name.includes('"') && !NO_NAME.has(code);
  return { text: serverTexts.error.write(text), ...(isName && { name }) };
}

/** Refuses a peer of another protocol. A person whose browser opened the port can read a refusal in HTTP only. */
export function refuseStranger(stranger: Stranger): Refusal {
  const text = serverTexts.error.write(stranger.text);
  return stranger.protocol === "HTTP" ? { text, rawText: writeHttpRefusal(text) } : { text };
}

/** Refuses a connection from a trusted proxy that has not named its client. */
export function refuseProxy(problem: string): Refusal {
  const text = `Your address is that of a trusted proxy, so a PROXY protocol header (version 1 or 2) has to come first: ${problem}. Let the proxy send one, or take it off --trusted-proxy.`;
  return { text: serverTexts.error.write(text) };
}

const CLAIM_REFUSALS: { readonly [Kind in Exclude<ClaimOutcome["kind"], "claimed">]: string } = {
  taken: serverTexts.usernameTaken.write(),
  "look-alike": serverTexts.error.write(LOOKS_LIKE_ANOTHER),
  unavailable: serverTexts.namesUnavailable.write(),
};

/** Refuses a name that the backplane does not give. */
export function refuseClaim(kind: keyof typeof CLAIM_REFUSALS, name: string): Refusal {
  return { text: CLAIM_REFUSALS[kind], name };
}

/** Problems of what is too long to be a name, and may be a text that somebody wrote, or of no text at all. */
const NO_NAME: ReadonlySet<HandshakeProblem["code"]> = new Set(["empty", "too-long", "not-utf-8"]);

/** Returns the name at the start of a connection, as the handshake reads it. */
function readFirstLine(bytes: Uint8Array): string {
  const [name = ""] = trimWhiteSpace(Buffer.from(bytes).toString()).split(/[\n{]/, 1);
  return trimWhiteSpace(name);
}
