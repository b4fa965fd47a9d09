import type { Rejection } from "@chat/protocol";
import type { Trouble, ValueType } from "./trouble.ts";

/** The trouble of bytes that are no message. */
export interface RejectedTrouble extends Trouble {
  readonly rejection: Rejection;
}

/**
 * Returns the trouble of bytes that were rejected.
 *
 * @param bytes - the refused bytes (`rejectedBytes` of a `MessageReader`)
 * @param mistake - name of the mistake that was recognised in them
 */
export function createRejectedTrouble(rejection: Rejection, bytes: Uint8Array, mistake?: string): RejectedTrouble {
  const valueType = findValueType(rejection, bytes);
  return { kind: rejection.code, rejection, ...(valueType && { valueType }), ...(mistake && { mistake }) };
}

/** Finds the type of the value that is no string, if that is the reason. Only the type is read, never the value. */
function findValueType({ reason, offset }: Rejection, bytes: Uint8Array): ValueType | undefined {
  const at = NO_STRING.exec(reason)?.[1];
  if (at === undefined) return undefined;
  const start = Number(at) - offset;
  const text = String.fromCharCode(...bytes.subarray(start, start + LONGEST_WORD));
  return VALUE_TYPES.find(([beginning]) => beginning.test(text))?.[1];
}

const NO_STRING = /^the value of "[a-z.]+" is not a string \(byte (\d+)\)/;

/** Bytes of `false`, and one behind it. */
const LONGEST_WORD = 6;

const VALUE_TYPES: readonly (readonly [beginning: RegExp, type: ValueType])[] = [
  [/^-?\d/, "number"],
  [/^(?:true|false)\b/, "boolean"],
  [/^null\b/, "null"],
  [/^\[/, "list"],
  [/^\{/, "object"],
];
