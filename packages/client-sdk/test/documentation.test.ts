import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { ChatError } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { CLIENT_EVENT_NAMES } from "../src/client-events.ts";
import { resolveOptions } from "../src/client-options.ts";
import * as sdk from "../src/index.ts";
import { readTexts, startNode } from "./chat-setup.ts";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", packageFolder), "utf8");

/** Every state, by the compiler's word. */
const STATES: Record<sdk.ConnectionState["kind"], true> = {
  idle: true,
  connecting: true,
  online: true,
  waiting: true,
  closed: true,
};

/** An option as the tables have it: numbers with separators, other values as code. */
function row(name: string, value: unknown): RegExp {
  const preset = typeof value === "number" ? value.toLocaleString("en-US") : `\`${JSON.stringify(value)}\``;
  return new RegExp(`^\\| \`${name}\` \\| [a-z]* ?\\| ${preset} \\| `, "m");
}

describe("the README", () => {
  it("has every option with its default", () => {
    const { name: _, transport: __, servers, reconnect, liveness, ...presets } = resolveOptions({ name: "Ada" });
    for (const [name, value] of Object.entries({ ...presets, ...servers[0], ...reconnect, ...liveness })) {
      expect(readme).toMatch(row(name, value));
    }
  });

  it("has every option that has no default, and every member", () => {
    for (const name of ["name", "servers", "transport", "signal", "listen", "reconnect", "liveness"])
      expect(readme).toMatch(new RegExp(`^\\| \`${name}\` \\| `, "m"));
    for (const member of Object.getOwnPropertyNames(sdk.ChatClient.prototype)) {
      if (member !== "constructor") expect(readme).toMatch(new RegExp(`^\\|.*\`${member}(\\(.*\\))?\`.* \\| `, "m"));
    }
  });

  it("has every event and every state", () => {
    for (const name of [...CLIENT_EVENT_NAMES, ...Object.keys(STATES)]) expect(readme).toContain(`\n| \`${name}\` | `);
  });

  it("has every error with its code, and whether trying again can help", () => {
    const errors = Object.values(sdk).flatMap((value) => {
      const isErrorClass = typeof value === "function" && value.name.endsWith("Error") && value !== ChatError;
      const error: unknown = isErrorClass ? createError(value) : null;
      return error instanceof ChatError ? [error] : [];
    });
    expect(errors).toHaveLength(18);
    for (const { name, code, isRetryable } of errors) {
      expect(readme).toContain(`\n| \`${name}\` | \`${code}\` | ${isRetryable ? "yes" : "no"} | `);
    }
  });

  it("opens with a bot that answers people, not shouts and not bots, and ends on Ctrl-C", async () => {
    const [, program = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    await using server = await startNode();
    const { port } = server.address();
    await using ada = await sdk.ChatClient.connect({ name: "Ada", port });
    await using otherBot = await sdk.ChatClient.connect({ name: "other-bot", port });
    const joined = once(server, "join");
    const bot = spawnProgram(onPort(program, port));
    expect((await joined)[0]).toMatchObject({ name: "echo-bot" });

    const answers = [readTexts(ada.messages()), readTexts(otherBot.messages())] as const;
    await otherBot.send("echo-bot", "I am a bot.");
    await otherBot.time();
    await ada.shout("Hello, everyone!");
    await ada.send("echo-bot", "Hello!");
    expect(await answers[0].next()).toBe("Echo: Hello!");
    expect(await answers[1].next()).toBe("Hello, everyone!");
    // In UTF-8 it fits into a message. The SDK writes ASCII, which is twice as long.
    const refused = once(bot.stderr, "data");
    const eve = connect(port, "127.0.0.1");
    eve.write(`Eve\n${JSON.stringify({ from: { name: "Eve", ip: "" }, to: "echo-bot", msg: "你".repeat(12_000) })}\n`);
    expect(String(await refused)).toMatch(/^The message is \d+ bytes on the wire/);
    await ada.send("echo-bot", "Still there?");
    expect(await answers[0].next()).toBe("Echo: Still there?");
    eve.destroy();
    await ada.send("other-bot", "the next text");
    expect(await answers[1].next()).toBe("the next text");

    bot.kill("SIGINT");
    expect(await once(bot, "close")).toEqual([0, null]);
  });

  it("has a smallest program that runs and shows what the README says", async () => {
    const [, program = ""] = /```js\n(.*?)```/s.exec(readme) ?? [];
    const [, output = ""] = /```text\n(.*?)```/s.exec(readme) ?? [];
    await using server = await startNode();
    const child = spawnProgram(onPort(program, server.address().port));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(stderr).toBe("");
    expect(stdout).toBe(output);
  });
});

it("exports these names, and no other", () => {
  expect(Object.keys(sdk).toSorted()).toEqual([
    "ChatClient",
    "ChatError",
    "ClientClosedError",
    "ConnectFailedError",
    "ConnectTimeoutError",
    "ConnectionLostError",
    "DEFAULT_LIVENESS",
    "DEFAULT_RECONNECT",
    "HandshakeTimeoutError",
    "InvalidMessageError",
    "InvalidUsernameError",
    "ListenerFailedError",
    "MessageTooLargeError",
    "NoAnswerError",
    "NotConnectedError",
    "RefusedError",
    "RemovedByOperatorError",
    "RequestFailedError",
    "SendQueueFullError",
    "ServerBusyError",
    "UsernameTakenError",
    "WrongServerError",
    "decideReconnect",
  ]);
});

/** Returns a program for a server on another port than the default one, which may not be free here. */
function onPort(program: string, port: number): string {
  const programHere = program.replace(/\{ (name: "[^"]+") \}/, `{ $1, port: ${port} }`);
  expect(programHere).not.toBe(program);
  return programHere;
}

/** Runs a program of the README. One that hangs is killed. */
function spawnProgram(program: string) {
  const args = ["--conditions=@chat/source", "--input-type=module", "--eval", program];
  return spawn(process.execPath, args, { cwd: packageFolder, timeout: 100_000, killSignal: "SIGKILL" });
}

function createError(errorClass: unknown): unknown {
  return Reflect.construct(errorClass as new (...args: unknown[]) => unknown, []);
}
