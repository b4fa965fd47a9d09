import { createChatServer } from "@chat/server";
import { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { OperatorDesk } from "./operator-desk.ts";

async function start(...names: string[]) {
  const server = await createChatServer({ host: "127.0.0.1", port: 0, threads: 1 });
  const { port } = await server.listen();
  const peers = new Map<string, TestPeer>();
  for (const name of names) {
    const peer = await TestPeer.connect({ port });
    peer.write(`${name}\n`);
    await peer.nextText();
    peers.set(name, peer);
  }
  const desk = new OperatorDesk(server, "Eve");
  return {
    server,
    peer: (name: string) => peers.get(name) as TestPeer,
    type: (line: string | string[]) => desk.answer(line),
    async [Symbol.asyncDispose]() {
      for (const peer of peers.values()) peer.socket.destroy();
      await server.close({ graceMs: 0 });
    },
  };
}

describe("an operator's desk", () => {
  it("lists the users, with or without a colon", async () => {
    await using chat = await start("Ada", "Bob");
    const answer = { kind: "done", text: "2 users online\n  Ada  127.0.0.1\n  Bob  127.0.0.1" };
    expect(await chat.type(":who")).toEqual(answer);
    expect(await chat.type("  who ")).toEqual(answer);
  });

  it("disconnects a user with the reason", async () => {
    await using chat = await start("Ada L");
    expect(await chat.type('kick "Ada L" too loud')).toEqual({ kind: "done", text: "Disconnected Ada L." });
    expect(await chat.peer("Ada L").nextText()).toContain("removed by an operator: too loud.");
    expect(await chat.type("kick Bob")).toEqual({
      kind: "refused",
      text: 'Nobody called Bob is online: "who" lists everybody.',
    });
  });

  it("takes a name that looks like an address in quotes", async () => {
    await using chat = await start("10.0.0.7", "Bob");
    expect((await chat.type("ban 10.0.0.7")).text).toContain("To ban the user of that name, write it in quotes.");
    for (const line of ['ban "10.0.0.7" 2h', ["ban", '"10.0.0.7"', "2h"]]) {
      expect((await chat.type(line)).text).toContain("This disconnects 1 user: 10.0.0.7.");
    }
    expect((await chat.type("yes")).text).toBe("Banned the name 10.0.0.7: 1 connection ended.");
    expect((await chat.type('unban "10.0.0.7"')).kind).toBe("done");
  });

  it("takes a text as it is: only quotes around all of it are none of it", async () => {
    await using chat = await start("Ada", "Bob", "Cleo");
    const lines = [
      'say "a" or  "b"',
      'say "all  of it"',
      ["say", "one", "two  three"],
      'tell Ada "x"  y',
      ["say", "a\nb"],
    ];
    for (const line of lines) await chat.type(line);
    const ada = chat.peer("Ada");
    const texts = ['"a" or  "b"', "all  of it", "one two  three", '"x"  y'];
    for (const text of texts) expect(await ada.nextText()).toBe(`Notice: ${text}`);
    await chat.type('kick Ada  he said "no"');
    expect(await ada.nextText()).toContain('removed by an operator: he said "no".');
  });

  it("says whom a ban hits before it is done, and does it after a yes alone", async () => {
    await using chat = await start("Ada", "Bob");
    expect(await chat.type("ban 127.0.0.1 2h spam")).toEqual({
      kind: "asks",
      text: "This disconnects 2 users: Ada, Bob. It keeps out everybody from 127.0.0.1 for 2 h.",
    });
    expect(chat.server.control.sanctions()).toEqual([]);
    expect(await chat.type("yes")).toEqual({
      kind: "done",
      text: "Banned everybody from 127.0.0.1: 2 connections ended.",
    });
    expect((await chat.type("bans")).text).toMatch(
      /^1 ban or mute\n {2}ban of everybody from 127\.0\.0\.1 by Eve, for another (2 h|1 h \d+ min): spam$/,
    );
    expect((await chat.type("unban 127.0.0.1")).text).toBe("127.0.0.1 may come again.");
  });

  it("says who else comes from the address of a name that is banned", async () => {
    await using chat = await start("Ada", "Bob");
    expect((await chat.type("ban ada")).text).toBe(
      "This disconnects 1 user: Ada. Ada comes from 127.0.0.1, which others have too: Bob. It keeps out the name ada for 15 min.",
    );
  });

  it("takes a yes for the last question alone", async () => {
    await using chat = await start("Ada");
    await chat.type("ban Ada");
    await chat.type("who");
    expect(await chat.type("yes")).toMatchObject({ kind: "refused" });
    expect(chat.server.users()).toHaveLength(1);
  });

  it("mutes, and lifts it", async () => {
    await using chat = await start("Ada");
    expect((await chat.type("mute Ada 30s")).text).toBe("Muted Ada for 30 s.");
    expect((await chat.type("mute Bob")).text).toBe(
      'Muted Bob for 15 min. Nobody called Bob is online: "who" lists everybody.',
    );
    expect((await chat.type("unmute ADA")).text).toBe("ADA can write again.");
    expect(await chat.type("unmute Ada")).toEqual({
      kind: "refused",
      text: 'Ada is not muted: "bans" lists all.',
    });
  });

  it("writes to all and to one", async () => {
    await using chat = await start("Ada", "Bob");
    expect((await chat.type("say  five   minutes")).text).toBe("2 users got it.");
    expect((await chat.type("tell Bob come here")).text).toBe("Bob got it.");
    expect(await chat.peer("Ada").nextText()).toBe("Notice: five   minutes");
    await chat.peer("Bob").nextText();
    expect(await chat.peer("Bob").nextText()).toBe("Notice: come here");
  });

  it("names every command in its help", async () => {
    await using chat = await start();
    const { text } = await chat.type("help");
    for (const word of ["who", "kick", "ban", "unban", "mute", "unmute", "bans", "say", "tell", "yes", "help"]) {
      expect(text).toMatch(new RegExp(`^  ${word}\\b`, "m"));
    }
  });

  it.each([
    ["kik Bob", 'Unknown command "kik": did you mean "kick"?'],
    ["kick", "kick needs more: kick NAME [REASON]"],
    ["tell Bob", "tell needs more: tell NAME TEXT"],
    ["ban Ada 0s", "0s is no time: it has to be such as 30s, 15m, 2h or 7d, from 1s to 365d."],
    [
      "ban 10.0.0.7/33",
      "10.0.0.7/33 is no address or network, such as 10.0.0.7 or 10.0.0.0/8. A name stands in quotes.",
    ],
    ["ban 10.0.0.", "10.0.0. is no address"],
    ["unban fe80::1%eth0", "fe80::1%eth0 is no address"],
    ["ban Ada 366d", "366d is no time"],
    ["mute Ada 2h30m", "2h30m is no time"],
    ["mute Ada 15 spam", "15 is no time"],
    ['kick Ada"x y"', "can't be a name."],
    ['kick ""', "can't be a name."],
    ["unban Ada", 'There is no ban of Ada: "bans" lists all.'],
    ["tell Bob hello", "Nobody called Bob is online"],
    ["kick a,b", '"a,b" can\'t be a name.'],
    ["constructor", 'Unknown command "constructor"'],
    ["yes", 'There is nothing to say yes to: "help" lists what you can type.'],
    [`say ${"x".repeat(2_001)}`, "The text has to be one line of 1 to 2000 characters"],
  ])("refuses %j, and says what is allowed", async (line, text) => {
    await using chat = await start("Ada");
    const answer = await chat
      .type(line)
      .then(async (first) => (first.kind === "asks" ? await chat.type("yes") : first));
    expect(answer.kind).toBe("refused");
    expect(answer.text).toContain(text);
  });

  it("asks nothing about a ban that can't be", async () => {
    await using chat = await start("Ada");
    expect(await chat.type(`ban Ada 1h ${"x".repeat(201)}`)).toMatchObject({ kind: "refused" });
  });

  it("shows no control characters of a name", async () => {
    await using chat = await start();
    expect((await chat.type("kick \u001b[2J")).text).not.toContain("\u001b");
  });
});
