import {
  ConnectFailedError,
  ConnectionLostError,
  ConnectTimeoutError,
  HandshakeTimeoutError,
  NoAnswerError,
  RefusedError,
  RemovedByOperatorError,
  ServerBusyError,
  UsernameTakenError,
  WrongServerError,
} from "@chat/client-sdk";
import { InvalidUsernameError } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { explainConnectProblem, explainLostConnection } from "./connect-problem.ts";

const target = { host: "10.0.0.7", port: 65432, name: "Ada" };

function failedBy(code: string): ConnectFailedError {
  const cause = Object.assign(new Error(`connect ${code}`), { code });
  return new ConnectFailedError(`No connection: ${code}`, { cause });
}

describe("explainConnectProblem", () => {
  it.each([
    [failedBy("ECONNREFUSED"), "No server runs at 10.0.0.7:65432. Is it started, and are host and port right?"],
    [
      failedBy("ENOTFOUND"),
      'There is no host "10.0.0.7". Check how it is spelled, or use its address, such as 192.168.1.5.',
    ],
    [
      failedBy("EAI_AGAIN"),
      '"10.0.0.7" can\'t be looked up right now. Is this machine online? An address, such as 192.168.1.5, works without.',
    ],
    [
      failedBy("EHOSTUNREACH"),
      "10.0.0.7:65432 can't be reached from here. Is this machine on the same network as the server?",
    ],
    [
      failedBy("ETIMEDOUT"),
      "10.0.0.7:65432 does not answer: it is switched off, or a firewall is in between. Check host and port, or try again.",
    ],
    [failedBy("EPERM"), "The system does not allow a connection to 10.0.0.7:65432: a firewall may forbid it."],
    [failedBy("EMFILE"), "No connection to 10.0.0.7:65432: connect EMFILE."],
    [
      new ConnectTimeoutError("No connection within 5000 ms."),
      "10.0.0.7:65432 does not answer: it is switched off, or a firewall is in between. Check host and port, or try again.",
    ],
    [
      new HandshakeTimeoutError("The server did not answer the name within 15000 ms."),
      "10.0.0.7:65432 took the connection and did not answer: it is no chat server, or very busy. Check the port, or try again.",
    ],
    [
      new ConnectionLostError("The connection was lost."),
      "10.0.0.7:65432 closed the connection: the server or the network has stopped, or it is no chat server. Try again, or check the port.",
    ],
    [
      new WrongServerError("This is no chat server: HTTP/1.1"),
      "What answers at 10.0.0.7:65432 is no chat server; a web or SSH server, perhaps. Check the port: a chat server's is 65432 unless somebody chose another.",
    ],
    [
      new UsernameTakenError("⛔ Error: Username already in use! Try with another name."),
      'The name "Ada" is in use at 10.0.0.7:65432. Choose another one, with --name.',
    ],
    [
      new InvalidUsernameError("The name is too long."),
      'The name "Ada" can\'t be used: The name is too long. Choose another one, with --name.',
    ],
    [
      new RefusedError("⛔ Error: This name is not for you"),
      '10.0.0.7:65432 refuses the name "Ada": This name is not for you. Choose another one, with --name.',
    ],
    [
      new ServerBusyError("⛔ Error: Server full: at most 100 connections. Try again later."),
      "10.0.0.7:65432 lets nobody in right now: Server full: at most 100 connections. Try again later.",
    ],
    [
      new RemovedByOperatorError("⛔ Error: You were disconnected: removed by an operator: too loud."),
      "10.0.0.7:65432 has ended your connection: You were disconnected: removed by an operator: too loud.",
    ],
    [
      new NoAnswerError("/time was not answered in time."),
      "Can't join the chat at 10.0.0.7:65432: /time was not answered in time.",
    ],
    ["gibberish", "Can't join the chat at 10.0.0.7:65432: gibberish."],
  ])("says what to do about %s", (error, text) => {
    expect(explainConnectProblem(error, target)).toBe(text);
  });

  it.each(["127.0.0.1", "localhost", "::1"])("says how to start a server on this machine (%s)", (host) => {
    expect(explainConnectProblem(failedBy("ECONNREFUSED"), { ...target, host })).toContain(
      "Start one with: npm start.",
    );
  });

  it("writes the address of a host by the rules of IPv6", () => {
    expect(explainConnectProblem(failedBy("ECONNREFUSED"), { ...target, host: "fe80::1" })).toContain(
      "[fe80::1]:65432",
    );
  });

  it("is one line that changes nothing but itself, whatever the server says", () => {
    const error = new RefusedError(`⛔ Error: \u001b[2J\r\n${"\u202e".repeat(10)}${"x".repeat(100_000)}`);
    const text = explainConnectProblem(error, { ...target, name: "\u001b]0;owned\u0007", host: "a\nb" });
    expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text.length).toBeLessThan(1_000);
  });
});

it.each([
  failedBy("ECONNREFUSED"),
  new UsernameTakenError("The name is in use."),
  new InvalidUsernameError("The name is too long."),
  new RefusedError("This name is not for you"),
])("names options on the command line alone, where there is no form to fill in: %s", (error) => {
  const here = { ...target, host: "127.0.0.1" };
  expect(explainConnectProblem(error, here)).toContain(", with --");
  expect(explainConnectProblem(error, here, "form")).not.toContain("--");
  expect(explainConnectProblem(error, here, "form")).toMatch(/(?:Choose another one|Or say where one is)\.$/);
});

it("does not doubt a server that one has chatted with", () => {
  expect(explainLostConnection(new ConnectionLostError("The server has gone."), target)).toBe(
    "The connection to 10.0.0.7:65432 is lost: the server or the network has stopped.",
  );
  const silence = "Nothing has come from the server for 30 s: the connection is taken for dead.";
  expect(explainLostConnection(new ConnectionLostError(silence, { isSilence: true }), target)).toBe(
    `The connection to 10.0.0.7:65432 is lost. ${silence}`,
  );
  expect(explainLostConnection(new WrongServerError("No chat."), target)).toContain("is no chat server");
});
