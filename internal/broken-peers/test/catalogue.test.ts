import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { expect, it } from "vitest";
import { catalogue, findPeer } from "../src/catalogue.ts";
import { languages } from "../src/language.ts";

const packageFolder = join(import.meta.dirname, "..");

/** The parts that work, from which some peers inherit. */
const BASES = [
  ...["chat_client.py", "frames.py", "chat-client.js", "frames.js"],
  ...["chat_server.py", "messages.py", "names.py", "chat-server.js", "messages.js", "names.js"],
];

it.each(["client", "server"] as const)("has an entry for each program in the folder of %ss", (role) => {
  const files = readdirSync(join(packageFolder, `${role}s`)).filter((file) => extname(file) !== "");
  const peers = catalogue.filter((peer) => peer.role === role);
  const programs = peers.map(({ name, language }) => `${name}${languages[language].extension}`);
  expect(files.filter((file) => !BASES.includes(file)).toSorted()).toEqual(programs.toSorted());
});

it("has each name once", () => {
  const names = catalogue.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it("cites rules that the contract has", () => {
  const contract = readFileSync(join(packageFolder, "../../packages/protocol/contract/CONTRACT.md"), "utf8");
  for (const { name, rules } of catalogue)
    for (const rule of rules) expect(contract, `${rule}, cited by ${name}`).toContain(`[${rule}]`);
});

it("lets no client be recognised by its name or its file", () => {
  const clients = catalogue.filter(({ role }) => role === "client");
  for (const { name } of clients) expect(name).toMatch(/^client-\d\d$/);
});

it("finds a peer by its name, and says when there is none", () => {
  expect(findPeer("mute").role).toBe("server");
  expect(() => findPeer("nobody")).toThrow(new RangeError("There is no broken peer called nobody."));
});
