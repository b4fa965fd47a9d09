import { ConnectionLostError } from "@chat/client-sdk";
import { ChatError, cutToBytes, displayText, PORT, serverTexts } from "@chat/protocol";
import type { JoinTarget } from "./state/chat-state.ts";
import { writeServerAddress } from "./state/server-address.ts";

/** The longest text of a server that is quoted, in bytes of UTF-8: enough for every reason of ours. */
const MAX_REASON_BYTES = 500;

/**
 * Explains in a sentence or two why the chat could not be joined, or was lost, and what to do. One line, safe to print.
 *
 * @param place where the user sees it: only on the command line the advice names options; in the form the fields are before the user
 */
export function explainConnectProblem(
  error: unknown,
  target: JoinTarget,
  place: "command-line" | "form" = "command-line",
): string {
  const { host, name } = target;
  const option = (text: string) => (place === "form" ? "" : text);
  const nameAdvice = `Choose another one${option(", with --name")}.`;
  const server = writeServer(target);
  const quotedName = `"${displayText(name)}"`;
  if (!(error instanceof ChatError)) return `Can't join the chat at ${server}: ${reasonOf(error)}`;
  switch (error.code) {
    case "CONNECT_FAILED":
      return explainFailedConnect(error, host, server, `Or say where one is${option(", with --host and --port")}.`);
    case "CONNECT_TIMEOUT":
      return noAnswer(server);
    case "HANDSHAKE_TIMEOUT":
      return `${server} took the connection and did not answer: it is no chat server, or very busy. Check the port, or try again.`;
    case "CONNECTION_LOST":
      return `${server} closed the connection: the server or the network has stopped, or it is no chat server. Try again, or check the port.`;
    case "WRONG_SERVER":
      return `What answers at ${server} is no chat server; a web or SSH server, perhaps. Check the port: a chat server's is ${PORT} unless somebody chose another.`;
    case "USERNAME_TAKEN":
      return `The name ${quotedName} is in use at ${server}. ${nameAdvice}`;
    case "INVALID_USERNAME":
      return `The name ${quotedName} can't be used: ${reasonOf(error)} ${nameAdvice}`;
    case "REFUSED":
      return `${server} refuses the name ${quotedName}: ${reasonOf(error)} ${nameAdvice}`;
    case "REMOVED_BY_OPERATOR":
      return `${server} has ended your connection: ${reasonOf(error)}`;
    case "SERVER_BUSY":
      return `${server} lets nobody in right now: ${reasonOf(error)}`;
    default:
      return `Can't join the chat at ${server}: ${reasonOf(error)}`;
  }
}

/** Explains the loss of a connection that comes back by itself. */
export function explainLostConnection(error: ChatError, target: JoinTarget): string {
  if (error.code !== "CONNECTION_LOST") return explainConnectProblem(error, target);
  if (hasFallenSilent(error)) return `The connection to ${writeServer(target)} is lost. ${reasonOf(error)}`;
  return `The connection to ${writeServer(target)} is lost: the server or the network has stopped.`;
}

/** Returns whether a connection was given up because the server was silent. */
export function hasFallenSilent(error: ChatError): boolean {
  return error instanceof ConnectionLostError && error.isSilence;
}

function writeServer(target: JoinTarget): string {
  return displayText(writeServerAddress(target));
}

function explainFailedConnect(error: ChatError, host: string, server: string, hostAdvice: string): string {
  switch (systemCodeOf(error)) {
    case "ECONNREFUSED":
      return isThisMachine(host)
        ? `No server runs at ${server}. Start one with: npm start. ${hostAdvice}`
        : `No server runs at ${server}. Is it started, and are host and port right?`;
    case "ENOTFOUND":
    case "EAI_NONAME":
      return `There is no host "${displayText(host)}". Check how it is spelled, or use its address, such as 192.168.1.5.`;
    case "EAI_AGAIN":
      return `"${displayText(host)}" can't be looked up right now. Is this machine online? An address, such as 192.168.1.5, works without.`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EHOSTDOWN":
    case "ENETDOWN":
    case "EADDRNOTAVAIL":
      return `${server} can't be reached from here. Is this machine on the same network as the server?`;
    case "ETIMEDOUT":
      return noAnswer(server);
    case "EACCES":
    case "EPERM":
      return `The system does not allow a connection to ${server}: a firewall may forbid it.`;
    default:
      return `No connection to ${server}: ${reasonOf(error.cause)}`;
  }
}

function noAnswer(server: string): string {
  return `${server} does not answer: it is switched off, or a firewall is in between. Check host and port, or try again.`;
}

/** Returns the code of the system error; for a host with many addresses, that of the first. */
function systemCodeOf({ cause }: ChatError): string | undefined {
  return cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
}

/** Returns the message of an error as a sentence with an end. It may hold any text from the server. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = displayText(cutToBytes(serverTexts.error.read(message) ?? message, MAX_REASON_BYTES)).trim();
  return /[.!?…]$/.test(reason) ? reason : `${reason}.`;
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
