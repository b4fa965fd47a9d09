import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readServerText, SERVER_NAME } from "@chat/protocol";
import { expect, it } from "vitest";
import {
  ConnectionLostError,
  RefusedError,
  RemovedByOperatorError,
  UsernameTakenError,
  WrongServerError,
} from "./errors.ts";
import { explainRefusal } from "./greeting.ts";
import { DEFAULT_RECONNECT, decideReconnect } from "./reconnect-policy.ts";

const lost = new ConnectionLostError("gone");
const taken = new UsernameTakenError("in use");

it.each([
  { attempt: 0, delayMs: 500 },
  { attempt: 1, delayMs: 1_000 },
  { attempt: 5, delayMs: 16_000 },
  { attempt: 6, delayMs: 30_000 },
  { attempt: 5_000, delayMs: 30_000 },
])("waits at most $delayMs ms after try $attempt", ({ attempt, delayMs }) => {
  expect(decideReconnect({ attempt, error: lost, awayMs: 0, random: 1 }, DEFAULT_RECONNECT)).toBe(delayMs);
});

it("spreads the wait over all of it, so that a crowd does not come back at once", () => {
  const decide = (random: number) => decideReconnect({ attempt: 1, error: lost, awayMs: 0, random }, DEFAULT_RECONNECT);
  expect([decide(0), decide(0.25), decide(1)]).toEqual([0, 250, 1_000]);
});

it("never tries again when the other side is no chat server", () => {
  const error = new WrongServerError("no");
  expect(decideReconnect({ attempt: 1, error, awayMs: 0, random: 1 }, DEFAULT_RECONNECT)).toBeNull();
});

// The name was taken a moment ago: the dead connection has it, or the network held it back for too long.
it.each([taken, new RefusedError("no")])(
  "tries again after a $name for as long as that may pass, and no longer",
  (error) => {
    const decide = (awayMs: number) => decideReconnect({ attempt: 1, error, awayMs, random: 1 }, DEFAULT_RECONNECT);
    expect(decide(59_999)).toBe(1_000);
    expect(decide(60_000)).toBeNull();
  },
);

interface ReconnectVector {
  readonly id: string;
  readonly rule: string;
  readonly input: { readonly refused: boolean; readonly text: string | null; readonly awaySeconds: number | null };
  readonly expected: { readonly comesBack: boolean };
  readonly hint: string;
}

const path = createRequire(import.meta.url).resolve("@chat/protocol/vectors/reconnect.json");
const vectors: readonly ReconnectVector[] = JSON.parse(readFileSync(path, "utf8")).vectors;

it.each(vectors)("$id [$rule] $hint", ({ input: { refused, text, awaySeconds }, expected }) => {
  const awayMs = awaySeconds === null ? Number.POSITIVE_INFINITY : awaySeconds * 1_000;
  const error = refused ? refusalOf(text ?? "") : endOf(text);
  expect(decideReconnect({ attempt: 1, error, awayMs, random: 1 }, DEFAULT_RECONNECT) !== null).toBe(
    expected.comesBack,
  );
});

function refusalOf(text: string) {
  return explainRefusal({ kind: "refusal", from: SERVER_NAME, text, reading: readServerText(text) });
}

/** The error of a connection that ends after these words; that the client makes it of them is tested through sockets. */
function endOf(text: string | null) {
  const isRemoval = text !== null && readServerText(text)?.kind === "removedByOperator";
  return isRemoval ? new RemovedByOperatorError(text) : lost;
}
