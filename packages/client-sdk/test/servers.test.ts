import { choosePort } from "@chat/testing";
import { describe, expect, it } from "vitest";
import {
  ChatClient,
  type ChatError,
  ConnectFailedError,
  type ConnectTransport,
  type IncomingMessage,
  InvalidMessageError,
  UsernameTakenError,
  WrongServerError,
} from "../src/index.ts";
import { failureOf, next, readTexts, record, startNode } from "./chat-setup.ts";
import { serveEach, startMemoryServer } from "./memory-server.ts";
import { answerWith, TIME } from "./server-words.ts";

const QUICK = { baseDelayMs: 1, maxDelayMs: 5 };

describe("several servers", () => {
  it("are tried once each, in any order, until one takes the client", async () => {
    await using server = await startNode();
    const servers = [{ port: await choosePort() }, { port: server.address().port }, { port: await choosePort() }];
    for (let index = 0; index < 8; index++) {
      const ada = await ChatClient.connect({ name: `Ada ${index}`, servers });
      expect(await ada.time()).toMatch(/^\d\d:/);
      await ada.close();
    }
  });

  it("are given up when none takes the client", async () => {
    const servers = [{ port: await choosePort() }, { port: await choosePort() }];
    let tries = 0;
    const error = await failureOf(
      ChatClient.connect({
        name: "Ada",
        servers,
        listen: (ada) => ada.on("state", ({ kind }) => void (kind === "connecting" && tries++)),
      }),
    );
    expect(error).toBeInstanceOf(ConnectFailedError);
    expect(tries).toBe(2);
  });

  it("are not tried in turn for a name that one of them has refused", async () => {
    await using server = await startNode();
    await using _ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const { port } = server.address();
    const servers = [{ port }, { port }];
    expect(await failureOf(ChatClient.connect({ name: "Ada", servers }))).toBeInstanceOf(UsernameTakenError);
  });

  it("are a chat without those that are none, at first and after a loss, in any order", async () => {
    const kinds: ConnectTransport[] = [
      startMemoryServer(answerWith("HTTP/1.1 400 Bad Request\r\n\r\n")).transport,
      // It welcomes everybody, and goes on with something that is no text.
      startMemoryServer(serveEach((_to, stream) => stream.write(Uint8Array.of(0xff)))).transport,
      startMemoryServer(serveEach((_to, stream) => stream.write(TIME))).transport,
    ];
    const transport: ConnectTransport = async (destination, signal) => {
      const connect = kinds[destination.port - 1] as ConnectTransport;
      return await connect(destination, signal);
    };
    const servers = [{ port: 1 }, { port: 2 }, { port: 3 }];
    for (let index = 0; index < 12; index++) {
      const ada = await ChatClient.connect({ name: "Ada", servers, transport, reconnect: QUICK });
      const ask = async () => await ada.time().catch(({ code }: ChatError) => code);
      await expect.poll(ask, { timeout: 50_000 }).toBe("10:00:00");
      await ada.close({ signal: AbortSignal.abort() });
    }
  });

  it("are given up when none of them is a chat", async () => {
    const { transport } = startMemoryServer(answerWith("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const servers = [{ port: 1 }, { port: 2 }, { port: 3 }];
    const options = { name: "Ada", servers, transport, reconnect: QUICK, waitForFirstConnect: true };
    expect(await failureOf(ChatClient.connect(options))).toBeInstanceOf(WrongServerError);
  });

  it("take a client in turn when one is lost", async () => {
    await using first = await startNode();
    await using second = await startNode();
    const nodes = [first, second];
    await using ada = await ChatClient.connect({
      name: "Ada",
      servers: nodes.map((node) => ({ port: node.address().port })),
      reconnect: QUICK,
    });
    const [home, other] = first.userCount === 1 ? [first, second] : [second, first];
    const back = next(ada, "reconnected");
    await home.close({ graceMs: 0 });
    await back;
    expect(other.userCount).toBe(1);
  });
});

describe("a client that waits for its first connection", () => {
  it("tries until the server is there, and sends what it was given meanwhile", async () => {
    const port = await choosePort();
    const sent: Promise<unknown>[] = [];
    const states: string[] = [];
    const connecting = ChatClient.connect({
      name: "Ada",
      port,
      waitForFirstConnect: true,
      reconnect: QUICK,
      listen: (client) => {
        client.on("state", ({ kind }) => states.push(kind));
        client.once("reconnecting", () => void sent.push(client.send("Ada", "early")));
      },
    });
    await expect.poll(() => states.length, { timeout: 50_000 }).toBeGreaterThan(6);
    await using _server = await startNode({ port });
    await using ada = await connecting;
    const confirmed = record(ada, "confirmed");
    await ada.time();
    expect(confirmed.flatMap(({ messages }) => messages)).toEqual(await Promise.all(sent));
    expect(states.slice(0, 4)).toEqual(["connecting", "waiting", "connecting", "waiting"]);
  });

  it("gives up what another try can't change", async () => {
    await using server = await startNode();
    const { port } = server.address();
    await using _ada = await ChatClient.connect({ name: "Ada", port });
    const error = await failureOf(ChatClient.connect({ name: "Ada", port, waitForFirstConnect: true }));
    expect(error).toBeInstanceOf(UsernameTakenError);
  });

  it("stops when its signal aborts, and when it is closed", async () => {
    const options = { name: "Ada", port: await choosePort(), waitForFirstConnect: true };
    const aborter = new AbortController();
    const aborted = ChatClient.connect({
      ...options,
      signal: aborter.signal,
      listen: (client) => client.once("reconnecting", () => aborter.abort(new Error("enough"))),
    });
    expect(await failureOf(aborted)).toEqual(new Error("enough"));
    const closed = ChatClient.connect({
      ...options,
      listen: (client) => client.once("reconnecting", () => void client.close()),
    });
    expect(await failureOf(closed)).toMatchObject({ code: "CLIENT_CLOSED", mayHaveArrived: false });
  });
});

it("replies to whoever wrote, alone, and not to the server", async () => {
  await using server = await startNode();
  const { port } = server.address();
  await using ada = await ChatClient.connect({ name: "Ada", port });
  await using bob = await ChatClient.connect({ name: "Bob", port });
  const toAda = readTexts(ada.messages());
  const toBob = bob.messages();
  await ada.shout("who is there?");
  const { value } = await toBob.next();
  expect(await bob.reply(value, "me")).toMatchObject({ to: "Ada", text: "me" });
  expect(await toAda.next()).toBe("me");
  const notice: IncomingMessage = { kind: "notice", from: { name: "SERVER", ip: "0.0.0.0" }, to: "Ada", msg: "hi" };
  expect(await failureOf(ada.reply(notice, "hello"))).toBeInstanceOf(InvalidMessageError);
});
