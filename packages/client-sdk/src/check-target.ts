import { describe } from "@chat/command-line/describe";
import { InvalidMessageError, isEndpoint, trimWhiteSpace } from "@chat/protocol";

/**
 * Returns the name of a receiver, without white space around it. Plain JavaScript may pass any value.
 *
 * @throws {InvalidMessageError} for what is no string, and for an endpoint
 */
export function checkReceiver(to: unknown): string {
  if (typeof to !== "string") throw new InvalidMessageError(`"to" is not a string but ${typeof to}.`);
  const receiver = trimWhiteSpace(to);
  if (!isEndpoint(receiver)) return receiver;
  throw new InvalidMessageError(`${receiver} is an endpoint, not a user: ask it by request().`);
}

/**
 * Returns an endpoint as it is. Plain JavaScript may pass any value.
 *
 * @throws {InvalidMessageError} for what is no endpoint
 */
export function checkEndpoint(to: unknown): string {
  if (typeof to === "string" && isEndpoint(to)) return to;
  throw new InvalidMessageError(
    `${describe(to)} is no endpoint: an endpoint starts with "/". Write to a user by send().`,
  );
}
