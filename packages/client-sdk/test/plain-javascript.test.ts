import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startScriptedServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { startNode } from "./chat-setup.ts";
import { WELCOME } from "./server-words.ts";

/** Runs a program that knows the port as `port`; gives the lines that it prints. */
async function runProgram(port: number, program: string): Promise<string[]> {
  const start = `import { ChatClient } from "@chat/client-sdk";\nconst port = ${port};\n`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@chat/source", "--input-type=module", "--eval", start + program],
    { cwd: fileURLToPath(new URL("..", import.meta.url)), timeout: 100_000 },
  );
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

describe("a program in plain JavaScript", () => {
  it("is told what is wrong with what it passes, and nothing is sent", async () => {
    await using server = await startNode();
    const lines = await runProgram(
      server.address().port,
      `const show = (error) => console.log(error.name + ": " + error.message);
      await ChatClient.connect({ port }).catch(show);
      await ChatClient.connect({ port, name: "Ada", handshakeTimeoutMs: "soon" }).catch(show);
      await ChatClient.connect({ prot: 5, name: "Ada" }).catch(show);
      await ChatClient.connect().catch(show);
      const ada = await ChatClient.connect({ port, name: "Ada", host: undefined, requestTimeoutMs: undefined });
      ada.on("traffic", () => console.log("something was sent"));
      await ada.send(undefined, "hello").catch(show);
      await ada.send("Bob", 42).catch(show);
      await ada.send(" /time ", "").catch(show);
      await ada.request("time").catch(show);
      await ada.request().catch(show);
      await ada.request(5).catch(show);
      await ada.request("/time", 5).catch(show);
      await ada.send("Bob", "hello", { signl: 1 }).catch(show);
      await ada.shout("hello", { signal: 5 }).catch(show);
      await ada.list(null).catch(show);
      await ada.request("/time", "", { sinal: 1 }).catch(show);
      try { ada.messages({ signal: 5 }); } catch (error) { show(error); }
      await ada.close({ signl: 1 }).catch(show);
      try { ada.on("mesage", () => undefined); } catch (error) { show(error); }
      await ada.close();`,
    );
    expect(lines).toEqual([
      "InvalidUsernameError: The name is empty. Send 1 to 32 characters.",
      'RangeError: handshakeTimeoutMs has to be a number of at least 0, not "soon".',
      'TypeError: Unknown option "prot": did you mean "port"?',
      "TypeError: The options have to be an object, not undefined.",
      'InvalidMessageError: "to" is not a string but undefined.',
      'InvalidMessageError: "msg" is not a string but number.',
      "InvalidMessageError: /time is an endpoint, not a user: ask it by request().",
      'InvalidMessageError: time is no endpoint: an endpoint starts with "/". Write to a user by send().',
      'InvalidMessageError: undefined is no endpoint: an endpoint starts with "/". Write to a user by send().',
      'InvalidMessageError: 5 is no endpoint: an endpoint starts with "/". Write to a user by send().',
      'InvalidMessageError: "msg" is not a string but number.',
      'TypeError: Unknown option "signl": did you mean "signal"?',
      "RangeError: signal has to be an AbortSignal, not 5.",
      "TypeError: The options have to be an object, not null.",
      'TypeError: Unknown option "sinal": did you mean "signal"?',
      "RangeError: signal has to be an AbortSignal, not 5.",
      'TypeError: Unknown option "signl": did you mean "signal"?',
      'TypeError: Unknown event "mesage": did you mean "message"?',
    ]);
  });

  it("that survives a listener's error finds the client as it was, and hears all the rest", async () => {
    await using server = await startNode();
    const lines = await runProgram(
      server.address().port,
      `process.on("uncaughtException", ({ message }) => console.log("uncaught: " + message));
      const ada = await ChatClient.connect({ port, name: "Ada", reconnect: { baseDelayMs: 1 } });
      for (const event of ["message", "confirmed", "state", "closed"]) {
        ada.on(event, () => { throw new Error(event); });
      }
      const messages = ada.messages();
      await ada.send("Ada", "one");
      await ada.send("Ada", "two");
      console.log(await ada.time() !== "");
      console.log((await messages.next()).value.msg, (await messages.next()).value.msg);
      await ada.close();
      console.log(ada.state.kind, (await messages.next()).done);`,
    );
    expect(lines).toEqual([
      "uncaught: message",
      "uncaught: message",
      "uncaught: confirmed",
      "true",
      "one two",
      "uncaught: state",
      "uncaught: closed",
      "closed true",
    ]);
  });

  it("that hears errors receives the error of each listener that fails, and is not ended by it", async () => {
    await using server = await startNode();
    const lines = await runProgram(
      server.address().port,
      `const ada = await ChatClient.connect({ port, name: "Ada" });
      ada.on("error", ({ code, event, cause }) => console.log(code, event, cause.message));
      ada.on("message", async () => { throw new Error("async"); });
      ada.on("closed", () => { throw new Error("sync"); });
      await ada.send("Ada", "one");
      await ada.time();
      await ada.close();`,
    );
    expect(lines).toEqual(["LISTENER_FAILED message async", "LISTENER_FAILED closed sync"]);
  });

  it("ends by itself when it closes the client as it hears of the loss: no timer and no socket is left", async () => {
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.end(`${WELCOME}\n`));
    });
    const lines = await runProgram(
      server.port,
      `const reconnect = { baseDelayMs: 1e9, maxDelayMs: 1e9 };
      for (const event of ["disconnected", "reconnecting", "state"]) {
        const ada = await ChatClient.connect({ port, name: "Ada", reconnect });
        ada.once(event, () => ada.close());
        ada.on("closed", ({ error }) => console.log(event, "closed", error));
      }`,
    );
    const ends = ["disconnected closed null", "reconnecting closed null", "state closed null"];
    expect(lines.toSorted()).toEqual(ends);
  });
});
