import { expect, it } from "vitest";
import { adviseReceiver } from "./receiver-advice.ts";

const ENDPOINTS = new Set(["/standard", "/list", "/time", "/help", "/shout", "/dice"]);
const ONLINE = new Set(["bob", "anna lena"]);
const known = {
  hasEndpoint: (name: string) => ENDPOINTS.has(name),
  isOnline: (name: string) => ONLINE.has(name.toLowerCase()),
};

it.each<[to: string, mistake: string, right: string, msg: string]>([
  ["Everyone", "everyone", "/shout", "hello"],
  [" EVERYBODY\n", "everyone", "/shout", "hello"],
  ["all", "everyone", "/shout", "hello"],
  ["@everyone", "everyone", "/shout", "hello"],
  ["*", "everyone", "/shout", "hello"],
  ["", "everyone", "/shout", "hello"],
  ["#general", "everyone", "/shout", "hello"],
  ["@Bob", "at-sign", "Bob", "hello"],
  ["@Nobody", "at-sign", "Nobody", "hello"],
  ["@", "at-sign", "Bob", "hello"],
  ["list", "no-slash", "/list", ""],
  ["LIST", "no-slash", "/list", ""],
  ["\\list", "no-slash", "/list", ""],
  ["!shout", "no-slash", "/shout", "hello"],
  ["dice", "no-slash", "/dice", ""],
  [" /list", "space-around", "/list", ""],
  ["/list\n", "space-around", "/list", ""],
  ["\u00a0/shout", "space-around", "/shout", "hello"],
  ["/List", "capitals", "/list", ""],
  [" /LIST ", "capitals", "/list", ""],
  ["/shout hello to all", "text-in-to", "/shout", "hello to all"],
  [" /Shout\thello", "text-in-to", "/shout", "hello"],
  ["/shout caffè", "text-in-to", "/shout", "hello"],
  [`/shout ${"x".repeat(41)}`, "text-in-to", "/shout", "hello"],
  ["Bob: how are you?", "text-in-to", "Bob", "how are you?"],
  ["@Bob hi", "text-in-to", "Bob", "hi"],
  ["/msg Bob hi", "text-in-to", "Bob", "hi"],
  ["/Bob", "slash-before-name", "Bob", "hello"],
  ["/anna lena", "slash-before-name", "anna lena", "hello"],
  ["Bob,Cleo", "several-names", "Bob", "hello"],
  ["Cleo; Bob", "several-names", "Cleo", "hello"],
  ['["Cleo", "Bob"]', "several-names", "Cleo", "hello"],
  ['"Bob"', "quotes", "Bob", "hello"],
  ["<Bob>", "quotes", "Bob", "hello"],
  ["\u201cBob\u201d", "quotes", "Bob", "hello"],
  ["SERVER", "server", "/help", ""],
  ["guest", "guest", "/list", ""],
])("advises on %j: %s", (to, mistake, right, msg) => {
  expect(adviseReceiver(to, known)).toMatchObject({ mistake, to: right, msg });
});

it.each([
  "Carol",
  "Anna Lena",
  "O'Neill",
  "a;",
  'Bob"',
  "\u202e{}",
  "/nope",
  "/nope Carol hi",
  "/",
  "Carol hi",
  "x".repeat(1_000),
])("has no advice on %j: it may be any name or command", (to) => {
  expect(adviseReceiver(to, known)).toBeNull();
});

it.each(['"', "(", "@", "/", ",", " ", "a,", "{ "])("needs little time for %j over and over", (characters) => {
  // A program may send thousands of these.
  for (let round = 0; round < 100; round++) adviseReceiver(`${characters.repeat(128 / characters.length - 1)}x`, known);
});
