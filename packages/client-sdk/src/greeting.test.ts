import { MessageReader, type Rejection, readServerText, SERVER_NAME, serverTexts } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { RefusedError, ServerBusyError, UsernameTakenError, WrongServerError } from "./errors.ts";
import { explainRefusal, explainStranger } from "./greeting.ts";

function reject(bytes: Uint8Array): Rejection {
  const reader = new MessageReader();
  reader.push(bytes);
  const item = reader.next();
  if (item?.kind !== "rejected") throw new Error("These bytes are a message.");
  return item;
}

describe("a stranger", () => {
  it.each([
    ["HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "it is a web server (HTTP)."],
    ["SSH-2.0-OpenSSH_9.6\r\n", "it is an SSH server."],
    ["\x15\x03\x03\x00\x02\x02\x28", "it speaks TLS."],
    ["\x16\x03\x01\x02\x00", "it speaks TLS."],
    ["220 mail.example ESMTP\r\n", 'it answered "220 mail.example ESMTP".'],
    ["-ERR unknown command 'Ada'\r\n", "it answered \"-ERR unknown command 'Ada'\"."],
    ["\x1b[2Jhello\u0007", 'it answered "␛[2Jhello␇".'],
    ["\xff\xfe\x00\x80", 'it answered "��␀�".'],
    [`${"x".repeat(100)}`, `it answered "${"x".repeat(60)}".`],
  ])("is recognized by its first words: %j", (text, explanation) => {
    const bytes = Buffer.from(text, "latin1");
    const error = explainStranger(reject(bytes), bytes);
    expect(error).toBeInstanceOf(WrongServerError);
    expect(error.message).toBe(`This is no chat server: ${explanation}`);
  });

  it("that speaks JSON is told what is wrong with it", () => {
    const bytes = Buffer.from('{"jsonrpc": "2.0"}');
    expect(explainStranger(reject(bytes), bytes).message).toContain("jsonrpc");
  });
});

it.each([
  [SERVER_NAME, serverTexts.usernameTaken.write(), UsernameTakenError],
  [SERVER_NAME, "⛔ Error: Username already in! Try with another name.", UsernameTakenError],
  [SERVER_NAME, serverTexts.serverFull.write("5 connections"), ServerBusyError],
  [SERVER_NAME, serverTexts.namesUnavailable.write(), ServerBusyError],
  [SERVER_NAME, "⛔ Error: This name is not for you.", RefusedError],
  [SERVER_NAME, serverTexts.rejected.write({ offset: 0, reason: "no." }), RefusedError],
  [SERVER_NAME, "Server time: 10:00:00", WrongServerError],
  ["Bob", serverTexts.usernameTaken.write(), WrongServerError],
])("a refusal of %s's is explained: %s", (from, text, errorClass) => {
  const error = explainRefusal({ kind: "refusal", from, text, reading: readServerText(text) });
  expect(error).toBeInstanceOf(errorClass);
});
