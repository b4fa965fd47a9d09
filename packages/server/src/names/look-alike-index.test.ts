import { foldName } from "@chat/protocol";
import { expect, it, vi } from "vitest";
import { LookAlikeIndex } from "./look-alike-index.ts";
import type { Named } from "./skeleton.ts";

function named(name: string): Named {
  return { name, key: foldName(name) };
}

function createIndex(...names: string[]) {
  const users = new Set(names.map(named));
  const look = vi.fn(() => users.values());
  return { users, look, index: new LookAlikeIndex<Named>(look) };
}

it("reads the users when the first newcomer with a name that is not plain ASCII comes, once", () => {
  const { look, index } = createIndex("coco");
  index.add(named("Ada"));
  index.delete(named("Ada"));
  expect(index.find(named("c0co"))).toBeUndefined();
  expect(look).not.toHaveBeenCalled();
  expect(index.find(named("сосо"))?.name).toBe("coco");
  expect(index.find(named("нет"))).toBeUndefined();
  expect(look).toHaveBeenCalledOnce();
});

it("follows users who come and go", () => {
  const { users, index } = createIndex("Ada");
  index.find(named("é"));
  const coco = named("coco");
  for (let round = 0; round < 3; round++) {
    users.add(coco);
    index.add(coco);
    expect(index.find(named("сосо"))).toBe(coco);
    users.delete(coco);
    index.delete(coco);
    expect(index.find(named("сосо"))).toBeUndefined();
  }
});

it("finds each of several users who look alike", () => {
  const { index } = createIndex();
  const [small, capital] = [named("c1co"), named("CICO")];
  index.find(named("é"));
  for (const user of [small, capital]) index.add(user);
  expect(index.find(named("сӏсо"))).toBeDefined();
  index.delete(small);
  expect(index.find(named("сӏсо"))).toBe(capital);
  index.delete(capital);
  expect(index.find(named("сӏсо"))).toBeUndefined();
});

it("does not compare a name with itself, however it is spelled", () => {
  const { index } = createIndex("сосо");
  expect(index.find(named("СОСО"))).toBeUndefined();
  index.add(named("coco"));
  expect(index.find(named("СОСО"))?.name).toBe("coco");
});

it("removes all users when it is cleared", () => {
  const { users, index } = createIndex("coco");
  expect(index.find(named("сосо"))).toBeDefined();
  users.clear();
  index.clear();
  expect(index.find(named("сосо"))).toBeUndefined();
});
