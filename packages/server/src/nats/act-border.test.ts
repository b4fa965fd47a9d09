import { expect, it } from "vitest";
import type { CarriedAct } from "./act-border.ts";
import { readAct, readSanction } from "./act-border.ts";

const BAN = { kind: "ban", target: { name: "Ada" }, endsAt: 1_000, reason: "spam", by: "Eve" };

function read(given: unknown): CarriedAct | null {
  return readAct(Buffer.from(JSON.stringify(given)));
}

it.each([
  { kind: "disconnect", whom: { name: "Ada" }, reason: "loud" },
  { kind: "disconnect", whom: { id: "x.7" }, reason: "" },
  { kind: "tell", name: "Zoë", text: "come to the “desk” 👋" },
  { kind: "announce", text: "five minutes left" },
  { kind: "impose", sanction: { kind: "ban", target: { address: "10.0.0.0/8" } } },
  { kind: "lift", sanction: { kind: "mute", target: { name: "Ada" } } },
  { kind: "done", hits: 3 },
])("reads the act %j", (act) => {
  expect(read(act)).toEqual(act);
});

it.each([
  null,
  7,
  "announce",
  [],
  {},
  { kind: "restart" },
  { kind: ["announce"], text: "hello" },
  { kind: "announce" },
  { kind: "announce", text: "" },
  { kind: "announce", text: 7 },
  { kind: "announce", text: "two\nlines" },
  { kind: "announce", text: "\u001b[2J" },
  { kind: "announce", text: "x".repeat(2_001) },
  { kind: "tell", text: "hello" },
  { kind: "tell", name: "a,b", text: "hello" },
  { kind: "tell", name: "SERVER", text: "hello" },
  { kind: "disconnect", reason: "" },
  { kind: "disconnect", whom: {}, reason: "" },
  { kind: "disconnect", whom: { name: "Ada", id: "7" }, reason: "" },
  { kind: "disconnect", whom: { everybody: true }, reason: "" },
  { kind: "disconnect", whom: { name: "Ada" }, reason: "x".repeat(201) },
  { kind: "done", hits: -1 },
  { kind: "done", hits: "3" },
  { kind: "impose" },
  { kind: "impose", sanction: { kind: "shame", target: { name: "Ada" } } },
  { kind: "lift", sanction: { kind: "ban", target: "Ada" } },
])("drops the act %.60j", (given) => {
  expect(read(given)).toBeNull();
});

it.each(["", "{", '{"kind":"announce","text":"a"} ?', "\u0000", "[".repeat(8_000)])("drops %.20j", (json) => {
  expect(readAct(Buffer.from(json))).toBeNull();
});

it("reads a ban, with its address in the form that all nodes use", () => {
  expect(readSanction(BAN)).toEqual(BAN);
  expect(readSanction({ ...BAN, target: { address: "2001:DB8::1" } })?.target).toEqual({
    address: "2001:db8::/64",
  });
  expect(readSanction({ ...BAN, more: 7 })).toEqual(BAN);
});

it.each([
  { kind: "shame" },
  { target: undefined },
  { target: { name: "a\nb" } },
  { target: { name: "Ada", address: "10.0.0.1" } },
  { target: { address: "10.0.0" } },
  { target: { address: "0.0.0.0/0 or so" } },
  { target: { address: "1".repeat(3_000) } },
  { endsAt: "soon" },
  { endsAt: -1 },
  { endsAt: 1.5 },
  { endsAt: Number.MAX_SAFE_INTEGER },
  { endsAt: Date.now() + 400 * 86_400_000 },
  { reason: "\u001b[2Jred" },
  { reason: "a\u2028b" },
  { reason: "x".repeat(201) },
  { reason: 7 },
  { by: "" },
  { by: "Eve\n" },
  { by: ["Eve"] },
])("drops a ban with %.60j", (part) => {
  expect(readSanction({ ...BAN, ...part })).toBeNull();
});

it("drops what is no object", () => {
  expect(readSanction(null)).toBeNull();
  expect(readSanction([])).toBeNull();
});
