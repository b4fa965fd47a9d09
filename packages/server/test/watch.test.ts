import { type JournalEvent, readJournal } from "@chat/journal";
import { createJsonMsg } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

/** Watches the connection of a user, or the only one without a name. */
async function watch(server: TestServer, name: string | null) {
  const lines: string[] = [];
  const [report] = (await server.node.connections()).filter((connection) => connection.name === name);
  const watched = await server.node.watch(report?.id ?? "", (line) => lines.push(line));
  if (!watched) throw new Error(`Nobody is called ${name}.`);
  const read = () => readJournal(lines.map((line) => line.trimEnd()));
  return {
    ...watched,
    read,
    text: () => lines.join(""),
    async until(event: JournalEvent["event"], count = 1): Promise<void> {
      const has = () => lines.length > 0 && read().events.filter((found) => found.event === event).length >= count;
      await eventually(has, `${count} × ${event}`);
    },
  };
}

/** The bytes of one side that were recorded, put together by their positions. */
function bytesOf(events: readonly JournalEvent[], side: "client" | "server"): { at: number; text: string } {
  const parts = events.filter((event) => event.event === "bytes" && event.from === side) as (JournalEvent & {
    event: "bytes";
  })[];
  const sorted = parts.toSorted((a, b) => a.offset - b.offset);
  sorted.forEach((part, index) => {
    const before = sorted[index - 1];
    if (before) expect(part.offset).toBe(before.offset + before.bytes.length);
  });
  return { at: sorted[0]?.offset ?? -1, text: Buffer.concat(sorted.map(({ bytes }) => bytes)).toString() };
}

describe("a live journal", () => {
  it("begins in the middle of a connection, at a message, and says where", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    const before = createJsonMsg("Ada", "", "Ada", "before");
    ada.write(before);
    await ada.nextText();
    const live = await watch(server, "Ada");
    expect(await ada.nextText()).toMatch(/^Notice: This server records your connection, without the texts of messages/);
    const message = createJsonMsg("Ada", "", "Ada", "secret");
    ada.write(`${message}{'from': 1}`);
    await ada.nextText();
    await ada.nextText();
    ada.send("Ada", "nobody", "secret");
    await ada.nextText();
    ada.end();
    await live.ended;
    const { start, events, problems } = live.read();
    const clientStart = Buffer.byteLength(`Ada\n${before}`);
    expect(start).toMatchObject({ name: "Ada", address: "127.0.0.1", masked: true, from: { client: clientStart } });
    expect(problems).toEqual([]);
    const [frame] = events.filter(({ event }) => event === "frame");
    expect(frame).toMatchObject({ from: "server", sender: "SERVER", to: "Ada" });
    expect(events.filter((event) => event.event === "frame" && event.from === "client")).toMatchObject([
      { offset: clientStart, length: message.trimEnd().length, sender: "Ada", to: "Ada" },
      { to: "nobody" },
    ]);
    expect(events.filter(({ event }) => event === "rejected")).toMatchObject([
      { from: "client", offset: clientStart + Buffer.byteLength(message), length: 11, code: "not-a-message" },
    ]);
    expect(events.filter(({ event }) => event === "refused")).toMatchObject([
      { reason: "nobody of this name is online" },
    ]);
    expect(events.at(-1)).toMatchObject({ event: "closed", reason: "left" });
    expect(bytesOf(events, "client")).toMatchObject({ at: clientStart, text: expect.stringContaining("{'from': 1}") });
    expect(bytesOf(events, "server").at).toBe(start.from?.server);
    expect(live.text()).not.toContain("secret");
  });

  it("has the bytes so far of the message in which it begins", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    const message = '{"from":{"name":"Ada","ip":""},"to":"Ada","msg":"sécret"}';
    const bytes = Buffer.from(message);
    const cut = bytes.indexOf(0xc3) + 1;
    ada.write(bytes.subarray(0, cut));
    while ((await server.node.totals()).bytesIn < 4 + cut) await new Promise(setImmediate);
    const live = await watch(server, "Ada");
    ada.write(bytes.subarray(cut));
    await live.until("frame", 2);
    const { start, events } = live.read();
    expect(start.from?.client).toBe(4);
    expect(events.find((event) => event.event === "frame" && event.from === "client")).toMatchObject({
      offset: 4,
      length: bytes.length,
    });
    expect(bytesOf(events, "client")).toEqual({ at: 4, text: message.replace("sécret", "*******") });
  });

  it("takes garbage that has begun before for no second mistake", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    ada.write("garbage");
    await ada.nextText();
    const live = await watch(server, "Ada");
    ada.write(` goes on${createJsonMsg("Ada", "", "Ada", "x")}`);
    await ada.nextText();
    await live.until("frame", 2);
    const { start, events } = live.read();
    expect(start.from?.client).toBe(11);
    expect(events.filter(({ event }) => event === "rejected")).toEqual([]);
    expect(bytesOf(events, "client").text).toMatch(/^ goes on\{/);
  });

  it("has all of a client that has sent nothing yet", async () => {
    await using server = await startTestServer();
    const ada = await server.connect();
    while ((await server.node.totals()).connections < 1) await new Promise(setImmediate);
    const live = await watch(server, null);
    ada.write("Ada\n");
    await ada.nextText();
    expect(await ada.nextText()).toMatch(/^Notice: This server records/);
    const { start, events } = live.read();
    expect(start).not.toHaveProperty("from");
    expect(events.map(({ event }) => event).slice(0, 3)).toEqual(["opened", "bytes", "named"]);
  });

  it("waits for the name while the header of a proxy is not complete", async () => {
    await using server = await startTestServer({ trustedProxies: ["127.0.0.1"] });
    const ada = await server.connect();
    ada.write("PROXY TCP4 192.0.2.7 ");
    while ((await server.node.totals()).bytesIn === 0) await new Promise(setImmediate);
    const live = await watch(server, null);
    expect(live.text()).toBe("");
    const message = createJsonMsg("Ada", "", "Ada", "x");
    ada.write(`127.0.0.1 5001 65432\r\nAda\n${message}`);
    while ((await ada.nextText()) !== "x");
    await live.until("frame", 2);
    const { start, events } = live.read();
    expect(start).toMatchObject({ name: "Ada", address: "192.0.2.7", from: { client: 4, server: 0 } });
    expect(events.find((event) => event.event === "frame" && event.from === "client")).toMatchObject({ offset: 4 });
    expect(live.text()).not.toContain("PROXY");
  });

  it("says that a client was refused", async () => {
    await using server = await startTestServer();
    await server.join("Ada");
    const other = await server.connect();
    while ((await server.node.totals()).connections < 2) await new Promise(setImmediate);
    const live = await watch(server, null);
    other.write("ada\n");
    await other.ended();
    other.end();
    await live.ended;
    const kinds = live.read().events.map(({ event }) => event);
    expect(kinds).toEqual(expect.arrayContaining(["opened", "bytes", "named", "refused", "closed"]));
  });

  it("ends when nobody watches any more, and the user is told once", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    const [one, other] = [await watch(server, "Ada"), await watch(server, "Ada")];
    await one.until("frame");
    one.stop();
    await one.ended;
    const { length } = one.text();
    ada.send("Ada", "Ada", "x");
    await other.until("frame", 2);
    expect([await ada.nextText(), await ada.nextText()]).toEqual([expect.stringContaining("records"), "x"]);
    other.stop();
    await other.ended;
    const third = await watch(server, "Ada");
    ada.send("Ada", "Ada", "y");
    await third.until("frame", 2);
    expect(one.text()).toHaveLength(length);
    expect(third.read().events.filter((event) => event.event === "frame")).toMatchObject([{ from: "client" }, {}]);
    expect(await ada.nextText()).toBe("y");
  });

  it("is there for connections of now alone", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    const [{ id = "" } = {}] = await server.node.connections();
    for (const wrong of ["", "x", `${id}0`, id.replace(/\d+$/, "0"), "__proto__"]) {
      expect(await server.node.watch(wrong, () => undefined)).toBeNull();
    }
    ada.vanish();
    while ((await server.node.totals()).connections > 0) await new Promise(setImmediate);
    expect(await server.node.watch(id, () => undefined)).toBeNull();
  });
});
