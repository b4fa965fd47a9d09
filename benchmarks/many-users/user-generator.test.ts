import { spawnSync } from "node:child_process";
import type { Socket } from "node:net";
import { createJsonMsg } from "@chat/protocol";
import { startScriptedServer } from "@chat/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { compileNativePrograms } from "../comparison/native-programs.ts";
import { UserGenerator } from "./user-generator.ts";

const USERS = 6;

/** Behaviour of a test's server; it does everything else right. */
interface Script {
  /** Text that a newcomer gets instead of the welcome, before the server hangs up. */
  readonly refusal?: (name: string) => string | undefined;
  readonly receive?: (message: { name: string; to: string; text: string }, users: ReadonlyMap<string, Socket>) => void;
}

const canCompile = findCompiler();

describe.runIf(canCompile)("UserGenerator", () => {
  beforeAll(compileNativePrograms);

  it("counts those who are refused by what they are told", async () => {
    const refusal = (name: string) => (name === "u1" || name === "u4" ? `⛔ Error: '${name}' is too many.` : undefined);
    await using chat = await startChat({ refusal });
    const { joined, refusals, tookNs } = await chat.generator.join(4);
    expect(joined).toBe(4);
    expect(tookNs).toHaveLength(4);
    expect(refusals).toEqual([{ text: "⛔ Error: 'u#' is too many.", count: 2 }]);
  });

  it("counts who receives a shout, and who receives it again", async () => {
    await using chat = await startChat({
      receive({ name, to, text }, users) {
        if (to !== "/shout") return;
        for (const [other, socket] of users) if (other !== name) write(socket, name, "Everyone", text);
        write(users.get("u5"), name, "Everyone", text);
        write(users.get(name), "SERVER", name, "Message sent to 5 users");
      },
    });
    await chat.generator.join(4);
    const { received, receipt, arrivedNs, sentNs } = await chat.generator.shout(0, 2);
    expect(received).toBe(USERS - 1);
    expect(receipt).toBe("Message sent to 5 users");
    expect(Math.min(...arrivedNs)).toBeGreaterThan(sentNs);
    const { shouts } = await chat.generator.tellAccount();
    expect(shouts).toEqual([{ number: 0, received: USERS - 1, again: 1, wrong: 0 }]);
  });

  it("counts direct messages that arrive at somebody else, or under another name", async () => {
    await using chat = await startChat({
      receive({ name, to, text }, users) {
        if (name === "u0") write(users.get("u5"), name, "u5", text);
        else write(users.get(to), name === "u2" ? "u3" : name, to, text);
      },
    });
    await chat.generator.join(4);
    // From u0 to u1, from u2 to u3, and from u4 to u5; nobody waits for u1, who has gone.
    chat.hangUp("u1");
    const round = { number: 3, stride: 2, offset: 1, users: USERS, perSecond: 1_000 };
    const { sent, expected } = await chat.generator.writeDirectly(round);
    expect([sent, expected]).toEqual([3, 3]);
    const { rounds, losses, online } = await chat.generator.tellAccount();
    expect(rounds).toEqual([{ number: 3, received: 2, again: 1, wrong: 2 }]);
    expect(losses).toEqual([{ text: "(the node has hung up)", count: 1 }]);
    expect(online).toBe(USERS - 1);
  });

  it("counts what the server says unasked, and waits for nobody who is gone", async () => {
    await using chat = await startChat({
      receive({ name }, users) {
        write(users.get(name), "SERVER", name, "Notice: 3 more minutes");
        if (name === "u3") users.get(name)?.end();
        else write(users.get(name), "SERVER", name, "Server time: 12:34:56");
      },
    });
    await chat.generator.join(4);
    const { tookNs } = await chat.generator.askForTime(2);
    expect(tookNs).toHaveLength(USERS - 1);
    const { said, online } = await chat.generator.tellAccount();
    expect(said).toEqual([{ text: "Notice: # more minutes", count: USERS }]);
    expect(online).toBe(USERS - 1);
  });

  it("says so when the program ends too early", async () => {
    await using chat = await startChat({});
    await expect(chat.generator.askForList(USERS)).rejects.toThrow(
      /generator-1 has ended[\s\S]*u6 is not one of the users/,
    );
  });
});

function findCompiler(): boolean {
  if (spawnSync("gcc", ["--version"]).error === undefined) return true;
  const text = "The generator of many users is not tested: gcc is not installed.";
  if (process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw new Error(text);
  console.warn(text);
  return false;
}

/** A chat server that follows a script, and a generator that has not joined it yet. */
async function startChat({ refusal, receive }: Script) {
  const users = new Map<string, Socket>();
  const server = await startScriptedServer((socket) => {
    let name = "";
    let rest = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (name === "") {
          name = line;
          admit(socket, name);
        } else {
          const { to, msg } = JSON.parse(line) as { to: string; msg: string };
          receive?.({ name, to, text: msg }, users);
        }
      }
    });
  });
  function admit(socket: Socket, name: string): void {
    const text = refusal?.(name);
    write(socket, "SERVER", name, text ?? `Welcome ${name}! Connection established.`);
    if (text === undefined) users.set(name, socket);
    else socket.end();
  }
  const generator = new UserGenerator(0, 0, USERS, [server.port]);
  return {
    generator,
    hangUp: (name: string) => users.get(name)?.end(),
    async [Symbol.asyncDispose]() {
      await generator[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

function write(socket: Socket | undefined, from: string, to: string, text: string): void {
  // As our server does: ASCII alone, one message on a line.
  const line = createJsonMsg(from, "0.0.0.0", to, text);
  socket?.write(
    `${line.replaceAll(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`,
  );
}
