import { QUIET_CONNECTION } from "@chat/testing/quiet-connection";
import { expect, it } from "vitest";
import { sortByTrouble, writeTableHead, writeTableRow } from "./connection-table.ts";

const QUIET = {
  ...QUIET_CONNECTION,
  ip: "192.168.1.17",
  ageMs: 250_000,
  messagesIn: 57,
  bytesIn: 9_999,
  messagesOut: 210,
  bytesOut: 31_250,
};

it("puts connections with trouble first, then those that are slow, then the others as they came", () => {
  const reports = [
    { ...QUIET, name: "quiet 1" },
    { ...QUIET, name: "slow", waitingBytes: 10 },
    { ...QUIET, name: "two", refused: { "stray-text": 1, "unknown-user": 1 } },
    { ...QUIET, name: "quiet 2" },
    { ...QUIET, name: "twelve", refused: { "not-a-message": 12 } },
  ];
  expect(sortByTrouble(reports).map(({ name }) => name)).toEqual(["twelve", "two", "slow", "quiet 1", "quiet 2"]);
});

it("writes a table whose columns stand under their headings", () => {
  const wrong = { ...QUIET, name: "w5", refused: { "not-a-message": 12, "unknown-user": 1 }, isSlowed: true };
  const nameless = { ...QUIET, name: null, ip: "::1", messagesIn: 0, isFramed: false, bytesOut: 12_000_000 };
  const text = [writeTableHead([wrong, nameless]), ...[wrong, nameless].map(writeTableRow)].join("");
  expect(text).toBe(
    [
      "2 connections, 1 with refused messages",
      "name              address                age     framed  sent   bytes  received  bytes  waiting  bytes  slowed down  refused",
      "w5                192.168.1.17:52344     4 min   yes     57     9999   210       31k    0        0      now, 0 s     12 not-a-message, 1 unknown-user",
      "-                 [::1]:52344            4 min   -       0      9999   210       12M    0        0      -            -",
      "",
    ].join("\n"),
  );
});

it("lets no name write into the terminal", () => {
  expect(writeTableRow({ ...QUIET, name: "\u001b[2J" })).not.toContain("\u001b");
});
