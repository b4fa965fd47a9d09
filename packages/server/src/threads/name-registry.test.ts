import { expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { NameRegistry } from "./name-registry.ts";
import type { FromRegistry, ToRegistry } from "./thread-message.ts";

it("refuses a name to those alone who wanted it when its owner was looked for", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  const looks = () => owner.heard.filter(({ kind }) => kind === "probe").length;
  owner.tell({ kind: "claim", number: 1, key: "ada", name: "Ada", ip: "127.0.0.1", mustDiffer: true });
  await eventually(() => owner.heard.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.tell({ kind: "claim", number: 1, key: "ada", name: "Ada", ip: "127.0.0.1", mustDiffer: true });
  await eventually(() => looks() === 1, "the owner is looked for");
  other.tell({ kind: "claim", number: 2, key: "ada", name: "Ada", ip: "127.0.0.1", mustDiffer: true });
  await eventually(() => looks() === 2, "the owner is looked for again");
  // The owner was there at the first look, and has gone before the second.
  owner.tell({ kind: "probe-reply", key: "ada", number: 1, look: 1 }, { kind: "release", number: 1, key: "ada" });
  await eventually(() => other.heard.some(({ kind }) => kind === "claimed"), "the second has the name");
  expect(other.heard).toContainEqual({ kind: "refused", number: 1, outcome: "taken" });
  expect(other.heard).toContainEqual({ kind: "claimed", numbers: [2] });
  registry.close();
});

it("forgets a claim that is withdrawn while the user whose name looks like it is looked for", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  const claim = { kind: "claim", ip: "127.0.0.1", mustDiffer: true } as const;
  owner.tell({ ...claim, number: 1, key: "coco", name: "coco" });
  await eventually(() => owner.heard.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.tell({ ...claim, number: 1, key: "сосо", name: "сосо" });
  await eventually(() => owner.heard.some(({ kind }) => kind === "probe"), "the owner is looked for");
  other.tell({ kind: "release", number: 1, key: "сосо" }, { ...claim, number: 2, key: "ϲοϲο", name: "ϲοϲο" });
  await eventually(() => owner.heard.filter(({ kind }) => kind === "probe").length === 2, "it is looked for again");
  owner.tell({ kind: "release", number: 1, key: "coco" });
  await eventually(() => other.heard.some(({ kind }) => kind === "claimed"), "the second claim has won");
  expect(other.heard).toContainEqual({ kind: "claimed", numbers: [2] });
  expect(registry.userCount).toBe(1);
  registry.close();
});

it("refuses a name that looks like that of a user who is still there", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  const claim = { kind: "claim", ip: "127.0.0.1", mustDiffer: true } as const;
  owner.tell({ ...claim, number: 1, key: "coco", name: "coco" });
  await eventually(() => owner.heard.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.tell({ ...claim, number: 1, key: "сосо", name: "сосо" });
  await eventually(() => owner.heard.some(({ kind }) => kind === "probe"), "the owner is looked for");
  owner.tell({ kind: "probe-reply", key: "coco", number: 1, look: 1 });
  await eventually(() => other.heard.some(({ kind }) => kind === "refused"), "the claim is refused");
  expect(other.heard).toContainEqual({ kind: "refused", number: 1, outcome: "look-alike" });
  registry.close();
});

/** A thread that says what it is told to say, and shows what it hears. */
function addThread(registry: NameRegistry) {
  const { port } = registry.addThread();
  const heard: FromRegistry[] = [];
  port.on("message", (messages: readonly FromRegistry[]) => heard.push(...messages));
  return { heard, tell: (...messages: ToRegistry[]) => port.postMessage(messages) };
}
