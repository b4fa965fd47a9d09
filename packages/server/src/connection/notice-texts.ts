import { createJsonMsg, EndpointName, type OpenFrame, serverTexts } from "@chat/protocol";
import type { User } from "../delivery/user.ts";
import { LEAVE_TIMEOUT_MS, type ServerLimits } from "../limits.ts";
import { BYTES, type InboundRate, MESSAGES, SHOUTS } from "./inbound-rates.ts";
import type { ReceiverAdvice } from "./receiver-advice.ts";

/** Writes the notice of an object that stays open. */
export function openObjectText({ offset, openBraces, isInString }: OpenFrame, limits: ServerLimits): string {
  const braces = openBraces === 1 ? 'one "{" is' : `${openBraces} of its "{" are`;
  const string = isInString ? " and so is a string: a quote is missing." : ". No string is open.";
  const seconds = limits.incompleteMessageTimeoutMs / 1_000;
  return (
    `The message that began at byte ${offset} has no end: ${braces} still open${string} ` +
    `Until it is closed, all that you send is taken for a part of it. ` +
    `The connection is closed ${seconds} s after the message began.`
  );
}

/** Writes the notice of a receiver that is nobody. */
export function receiverText(user: User, { remedy, to, msg }: ReceiverAdvice): string {
  return `${remedy} For example: ${createJsonMsg(user.name, user.ip, to, msg)}`;
}

/** Writes the notice of a rate that the user exceeds. */
export function slownessText(rate: InboundRate, limits: ServerLimits): string {
  return (
    `You send more than ${RATES[rate](limits)} per second, so the server reads what you send more slowly. ` +
    `Nothing is lost, it only waits. Send less, or wait for the answers before you send more.`
  );
}

/** The notice of a shout that waits for its turn among those of all users. */
export const WAITING_SHOUT =
  "All users together shout more than the server sends per second, so your shout waits for its turn. Nothing is lost: " +
  "its answer comes when everyone has it, and what you sent behind it is taken then.";

/** Writes the notice of refusals without a success in between. */
export function refusalsText(user: User, count: number): string {
  const example = createJsonMsg(user.name, user.ip, EndpointName.Help, "");
  return `${count} of your messages in a row were refused. Each answer says why. This is a message that works: ${example}`;
}

const RATES: Record<InboundRate, (limits: ServerLimits) => string> = {
  [MESSAGES]: ({ messagesPerSecond }) => countOf(messagesPerSecond, "message"),
  [BYTES]: ({ bytesPerSecond }) => countOf(bytesPerSecond, "byte"),
  [SHOUTS]: ({ shoutsPerSecond }) => countOf(shoutsPerSecond, "shout"),
};

function countOf(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** The answer to a message of somebody who has left, and for whom there is no more time. */
export const TOO_LATE = serverTexts.error.write(
  `This came too late to be done within ${LEAVE_TIMEOUT_MS / 1000} s after you left. Send it again.`,
);
