import { asciiJson, decodeJsonMsg } from "@chat/protocol";
import { expect, it } from "vitest";
import { directLine, directLineStart, serverLine, serverLineOverhead, shoutLine } from "./line.ts";
import { User } from "./user.ts";

const ada = new User("Ada", "10.0.0.1");
const zoe = new User("Zoë", "::1");

it("writes a direct message as one ASCII line [C-20] [C-21]", () => {
  expect(directLine(directLineStart(ada, zoe), asciiJson('né "x"\n🙂'))).toBe(
    '{"from": {"name": "Ada", "ip": "10.0.0.1"}, "to": "Zo\\u00eb", "msg": "n\\u00e9 \\"x\\"\\n\\ud83d\\ude42"}\n',
  );
});

it("writes a shout to Everyone [C-63]", () => {
  expect(shoutLine(zoe, "hello")).toBe(
    '{"from": {"name": "Zo\\u00eb", "ip": "::1"}, "to": "Everyone", "msg": "hello"}\n',
  );
});

it("writes a line from the server, to a user or to a guest [C-33] [C-34]", () => {
  expect(serverLine(ada, "hello")).toBe('{"from": {"name": "SERVER", "ip": "0.0.0.0"}, "to": "Ada", "msg": "hello"}\n');
  expect(serverLine(null, "no")).toBe('{"from": {"name": "SERVER", "ip": "0.0.0.0"}, "to": "Guest", "msg": "no"}\n');
});

it("knows how many bytes a server line has around its text", () => {
  for (const user of [ada, zoe]) expect(serverLineOverhead(user)).toBe(serverLine(user, "").length);
  expect(serverLine(zoe, "12345").length).toBe(serverLineOverhead(zoe) + 5);
});

it("keeps a name with quotes and backslashes intact", () => {
  const tricky = new User("O'\\Hara", "10.0.0.1");
  const message = decodeJsonMsg(new TextEncoder().encode(directLine(directLineStart(tricky, tricky), '"to myself"')));
  expect(message).toEqual({ from: { name: "O'\\Hara", ip: "10.0.0.1" }, to: "O'\\Hara", msg: "to myself" });
});

it("folds names to one key when they are the same name [C-44]", () => {
  expect(new User("straße", "10.0.0.1").key).toBe(new User("STRASSE", "10.0.0.1").key);
  expect(new User("anna", "10.0.0.1").key).not.toBe(new User("annä", "10.0.0.1").key);
});
