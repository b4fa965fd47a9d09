import { describe, expect, it } from "vitest";
import { LocalBackplane } from "../src/backplane/local-backplane.ts";
import { createChatNode } from "../src/chat-node.ts";
import type { Endpoint, EndpointContext } from "../src/dispatch/endpoint.ts";
import { standardEndpoints } from "../src/endpoints/index.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

function endpoint(name: `/${string}`, handle: Endpoint["handle"]): Endpoint {
  return { name, summary: "Made for a test.", handle };
}

describe("a custom endpoint", () => {
  it("answers at once [C-68]", async () => {
    const echo = endpoint("/echo", ({ sender, text, reply }) => reply(`${sender.name}@${sender.ip}: ${text}`));
    await using server = await startTestServer({ endpoints: [echo] });
    const ada = await server.join("Ada");
    ada.send("Ada", "/echo", "hé");
    expect(await ada.next()).toEqual({
      from: { name: "SERVER", ip: "0.0.0.0" },
      to: "Ada",
      msg: "Ada@127.0.0.1: hé",
    });
  });

  it("answers in its own time, and holds back only the answers behind it on its connection [C-69]", async () => {
    const waiting = new Map<string, (text: string) => void>();
    const later = endpoint("/later", ({ text, reply }) => void waiting.set(text, reply));
    await using server = await startTestServer({ endpoints: [later] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "/later", "first");
    ada.send("Ada", "/later", "second");
    ada.send("Ada", "/list", "");
    await eventually(() => waiting.size === 2, "both have been asked");
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("Online users (1): Ada");
    expect(ada.messages).toHaveLength(1);
    waiting.get("second")?.("the second answer");
    waiting.get("first")?.("the first answer");
    expect([await ada.nextText(), await ada.nextText(), await ada.nextText()]).toEqual([
      "the first answer",
      "the second answer",
      "Online users (1): Bob",
    ]);
  });

  it.each([
    ["at once", ({ reply }: EndpointContext) => reply(undefined as unknown as string)],
    ["later", async ({ reply }: EndpointContext) => reply(5 as unknown as string)],
  ])("that answers with what is no text, %s, is answered for, and holds back nothing [C-68]", async (_, handle) => {
    await using server = await startTestServer({ endpoints: [endpoint("/odd", handle)] });
    const ada = await server.join("Ada");
    ada.send("Ada", "/odd", "");
    ada.send("Ada", "/list", "");
    expect(await ada.nextText()).toBe("❌ Error: '/odd' failed. Try again later.");
    expect(await ada.nextText()).toBe("You are the only active user!");
  });

  it("that shouts more than a client has to accept fails, and no user gets it [C-13]", async () => {
    const roar = endpoint("/roar", async ({ shout, reply }) => reply(`${await shout("z".repeat(300_000))} heard it`));
    await using server = await startTestServer({ endpoints: [roar] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "/roar", "");
    expect(await ada.nextText()).toBe("❌ Error: '/roar' failed. Try again later.");
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("Online users (1): Ada");
  });

  it("whose shout fails is answered for, and its user goes on; one that does not wait for the shout does no harm", async () => {
    class BrokenBackplane extends LocalBackplane {
      override broadcast(): Promise<number> {
        return Promise.reject(new Error("the link is gone"));
      }
    }
    const careless = endpoint("/careless", ({ shout, reply }) => {
      void shout("boo");
      reply("done");
    });
    await using server = await startTestServer({ endpoints: [careless], backplane: new BrokenBackplane() });
    const ada = await server.join("Ada");
    ada.send("Ada", "/shout", "boo");
    ada.send("Ada", "/careless", "");
    ada.send("Ada", "/list", "");
    expect(await ada.nextText()).toBe("❌ Error: '/shout' failed. Try again later.");
    expect(await ada.nextText()).toBe("done");
    expect(await ada.nextText()).toBe("You are the only active user!");
  });

  it("that shouts twice without waiting shouts in order, and its answer comes last", async () => {
    const twice = endpoint("/twice", async ({ shout, reply }) => {
      const counts = [shout("one"), shout("two")];
      reply(`${(await Promise.all(counts)).join(" and ")} heard it`);
    });
    await using server = await startTestServer({ endpoints: [twice] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "/twice", "");
    expect(await ada.nextText()).toBe("1 and 1 heard it");
    expect([await bob.nextText(), await bob.nextText()]).toEqual(["one", "two"]);
  });

  it("that shouts late does not shout for a user who is gone: the name may be another user's by then [C-50]", async () => {
    const contexts: EndpointContext[] = [];
    const keep = endpoint("/keep", (context) => {
      contexts.push(context);
      context.reply("kept");
    });
    await using server = await startTestServer({ endpoints: [keep] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "/keep", "");
    await ada.nextText();
    ada.vanish();
    await eventually(() => server.node.userCount === 1, "Ada is gone");
    expect(await contexts[0]?.shout("boo")).toBe(0);
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("You are the only active user!");
  });

  it("that answered in time is left alone when its time is over", async () => {
    const logger = new RecordingLogger();
    const late = endpoint("/late", async ({ reply }) => {
      await null;
      reply("in time");
    });
    const never = endpoint("/never", () => undefined);
    await using server = await startTestServer({ endpoints: [late, never], logger, limits: { endpointTimeoutMs: 50 } });
    const ada = await server.join("Ada");
    ada.send("Ada", "/late", "");
    ada.send("Ada", "/never", "");
    expect(await ada.nextText()).toBe("in time");
    expect(await ada.nextText()).toMatch(/^❌ Error: '\/never'/);
    expect(logger.linesOf("error")).toEqual(["/never gave no answer within 0.05 s"]);
    expect(logger.linesOf("warn")).toEqual([]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new TypeError("boom\nbang");
      },
    ],
    ["rejects", () => Promise.reject(new TypeError("boom\nbang"))],
  ])("that %s is answered for and logged in one line; nothing else happens [C-68]", async (_, handle) => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ endpoints: [endpoint("/broken", handle)], logger });
    const ada = await server.join("Ada");
    ada.send("Ada", "/broken", "");
    ada.send("Ada", "/list", "");
    expect(await ada.nextText()).toBe("❌ Error: '/broken' failed. Try again later.");
    expect(await ada.nextText()).toBe("You are the only active user!");
    const [line = "", ...more] = logger.linesOf("error");
    expect(line).toMatch(/^\/broken failed: TypeError: boom.*bang$/);
    expect(line).not.toContain("\n");
    expect(more).toEqual([]);
  });

  it("that throws something odd is answered for all the same [C-68]", async () => {
    const odd = endpoint("/odd", () => {
      throw null;
    });
    await using server = await startTestServer({ endpoints: [odd] });
    const ada = await server.join("Ada");
    ada.send("Ada", "/odd", "");
    expect(await ada.nextText()).toBe("❌ Error: '/odd' failed. Try again later.");
  });

  it("that fails after its answer has answered; the failure is logged", async () => {
    const logger = new RecordingLogger();
    const hasty = endpoint("/hasty", ({ reply }) => {
      reply("done");
      throw new Error("not quite");
    });
    await using server = await startTestServer({ endpoints: [hasty], logger });
    const ada = await server.join("Ada");
    ada.send("Ada", "/hasty", "");
    ada.send("Ada", "/list", "");
    expect([await ada.nextText(), await ada.nextText()]).toEqual(["done", "You are the only active user!"]);
    expect(logger.linesOf("error")).toEqual(["/hasty failed after its answer: Error: not quite"]);
  });

  it("that never answers is answered for after its time, and its late answer does not count [C-68]", async () => {
    const logger = new RecordingLogger();
    const replies: EndpointContext["reply"][] = [];
    const never = endpoint("/never", ({ reply }) => void replies.push(reply));
    await using server = await startTestServer({ endpoints: [never], logger, limits: { endpointTimeoutMs: 60 } });
    const ada = await server.join("Ada");
    const start = performance.now();
    ada.send("Ada", "/never", "");
    ada.send("Ada", "/list", "");
    expect(await ada.nextText()).toBe("❌ Error: '/never' gave no answer within 0.06 s. Try again later.");
    expect(performance.now() - start).toBeGreaterThanOrEqual(59);
    expect(await ada.nextText()).toBe("You are the only active user!");
    for (const reply of replies) reply("too late");
    ada.send("Ada", "Ada", "nothing came before this");
    expect(await ada.nextText()).toBe("nothing came before this");
    expect(logger.linesOf("warn")).toEqual(["/never answered again: only its first answer counts"]);
  });

  it("that answers twice is heard once [C-69]", async () => {
    const logger = new RecordingLogger();
    const chatty = endpoint("/chatty", ({ reply }) => {
      reply("one");
      reply("two");
    });
    await using server = await startTestServer({ endpoints: [chatty], logger });
    const ada = await server.join("Ada");
    ada.send("Ada", "/chatty", "");
    ada.send("Ada", "/list", "");
    expect([await ada.nextText(), await ada.nextText()]).toEqual(["one", "You are the only active user!"]);
    expect(logger.linesOf("warn")).toEqual(["/chatty answered again: only its first answer counts"]);
  });

  it("that answers at enormous length is cut at 256 KiB, with a note [C-13]", async () => {
    const huge = endpoint("/huge", ({ reply }) => reply("é".repeat(1_000_000)));
    await using server = await startTestServer({ endpoints: [huge] });
    const ada = await server.join("Ada");
    const before = ada.bytes.length;
    ada.send("Ada", "/huge", "");
    expect(await ada.nextText()).toMatch(/^é{43000,} … \(cut: 6000000 bytes\)$/);
    expect(ada.bytes.length - before).toBeLessThanOrEqual(262_144);
    expect(ada.bytes.length - before).toBeGreaterThan(262_144 - 12);
  });

  it("whose user is gone answers nothing, and does no harm", async () => {
    const replies: EndpointContext["reply"][] = [];
    const later = endpoint("/later", ({ reply }) => void replies.push(reply));
    const logger = new RecordingLogger();
    await using server = await startTestServer({ endpoints: [later], logger });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "/later", "");
    await eventually(() => replies.length === 1, "it was asked");
    ada.vanish();
    await eventually(() => server.node.userCount === 1, "Ada is gone");
    for (const reply of replies) reply("anybody?");
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("You are the only active user!");
    expect(logger.linesOf("error")).toEqual([]);
  });

  it("answers an asker who has shut its side down, for 5 s; then what is missing is answered for [C-35]", async () => {
    const never = endpoint("/never", () => undefined);
    await using server = await startTestServer({ limits: { endpointTimeoutMs: 300_000 }, endpoints: [never] });
    const ada = await server.connect();
    const request = (to: string) => JSON.stringify({ from: { name: "Ada", ip: "" }, to, msg: "" });
    const start = performance.now();
    ada.end(`Ada\n${request("/never")}${request("/list")}`);
    expect((await ada.ended()).slice(1)).toEqual([
      "⛔ Error: The server could not answer this in time.",
      "You are the only active user!",
    ]);
    expect(performance.now() - start).toBeGreaterThan(4_900);
  });

  it("sees the other users, shouts, and reads the server's clock", async () => {
    const all = endpoint("/all", async ({ others, shout, clock, endpoints, reply }) => {
      const receivers = await shout("from an endpoint");
      reply(JSON.stringify([others.count, [...others.names], receivers, clock.now().getTime(), endpoints.length]));
    });
    await using server = await startTestServer({ endpoints: [all], clock: { now: () => new Date(42) } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "/all", "");
    expect(JSON.parse(await ada.nextText())).toEqual([1, ["Bob"], 1, 42, standardEndpoints.length + 1]);
    expect(await bob.next()).toEqual({
      from: { name: "Ada", ip: "127.0.0.1" },
      to: "Everyone",
      msg: "from an endpoint",
    });
  });
});

it("makes /help from the table, custom endpoints included [C-65]", async () => {
  await using server = await startTestServer({
    endpoints: [endpoint("/roll", () => undefined), endpoint("/größe", () => undefined)],
  });
  const ada = await server.join("Ada");
  ada.send("Ada", "/help", "");
  const names = [...standardEndpoints.map(({ name }) => name), "/roll", "/größe"];
  expect(await ada.nextText()).toBe(
    `Available commands: \n ${names.join(", ")} \n Note: Write them when asking 'to:' to receive the correct response!`,
  );
});

it("answers each endpoint of the table when it is asked [C-61]", async () => {
  await using server = await startTestServer();
  const ada = await server.join("Ada");
  for (const { name } of standardEndpoints) {
    ada.send("Ada", name, "");
    expect(await ada.nextText()).not.toMatch(/Error/);
  }
});

it("has a summary of one sentence for every endpoint of the table", () => {
  for (const { summary } of standardEndpoints) expect(summary).toMatch(/^[A-Z].+\.$/);
});

describe("the name of an endpoint", () => {
  it.each(["/a", "/roll-dice", "/roll_2", "/größe", "/天気"] as const)("may be %j", (name) => {
    expect(() => createChatNode({ endpoints: [endpoint(name, () => undefined)] })).not.toThrow();
  });

  it.each([
    "/",
    "/two words",
    "/a,b",
    "//",
    "/a/b",
    "/a\n",
    "/{",
    "roll" as `/${string}`,
    "" as `/${string}`,
    "/\u202ea",
  ] as const)("can't be %j", (name) => {
    expect(() => createChatNode({ endpoints: [endpoint(name, () => undefined)] })).toThrow(
      new RangeError(`Endpoint name ${JSON.stringify(name)}: it has to be "/" and letters, digits, "-" or "_".`),
    );
  });

  it("can't be that of another endpoint", () => {
    expect(() => createChatNode({ endpoints: [endpoint("/list", () => undefined)] })).toThrow(
      new RangeError("Endpoint /list is there twice: give one of them another name."),
    );
  });
});
