import { expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { NameRegistry } from "./name-registry.ts";
import type { FromRegistry, ToRegistry } from "./thread-message.ts";

it("refuses only the claims whose probe has found the owner", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  const probes = () => owner.received.filter(({ kind }) => kind === "probe").length;
  owner.send({ kind: "claim", number: 1, key: "ada", name: "Ada", ip: "127.0.0.1", mustDiffer: true });
  await eventually(() => owner.received.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.send({ kind: "claim", number: 1, key: "ada", name: "Ada", ip: "127.0.0.1", mustDiffer: true });
  await eventually(() => probes() === 1, "the owner is probed");
  other.send({ kind: "claim", number: 2, key: "ada", name: "Ada", ip: "127.0.0.1", mustDiffer: true });
  await eventually(() => probes() === 2, "the owner is probed again");
  // The owner was there at the first probe, and has gone before the second.
  owner.send({ kind: "probe-reply", key: "ada", number: 1, round: 1 }, { kind: "release", number: 1, key: "ada" });
  await eventually(() => other.received.some(({ kind }) => kind === "claimed"), "the second has the name");
  expect(other.received).toContainEqual({ kind: "refused", number: 1, outcome: "taken" });
  expect(other.received).toContainEqual({ kind: "claimed", numbers: [2] });
  registry.close();
});

it("forgets a claim that is withdrawn while its look-alike is probed", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  const claim = { kind: "claim", ip: "127.0.0.1", mustDiffer: true } as const;
  owner.send({ ...claim, number: 1, key: "coco", name: "coco" });
  await eventually(() => owner.received.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.send({ ...claim, number: 1, key: "сосо", name: "сосо" });
  await eventually(() => owner.received.some(({ kind }) => kind === "probe"), "the owner is probed");
  other.send({ kind: "release", number: 1, key: "сосо" }, { ...claim, number: 2, key: "ϲοϲο", name: "ϲοϲο" });
  await eventually(() => owner.received.filter(({ kind }) => kind === "probe").length === 2, "it is probed again");
  owner.send({ kind: "release", number: 1, key: "coco" });
  await eventually(() => other.received.some(({ kind }) => kind === "claimed"), "the second claim has won");
  expect(other.received).toContainEqual({ kind: "claimed", numbers: [2] });
  expect(registry.userCount).toBe(1);
  registry.close();
});

it("refuses a name that looks like that of a user who is still there", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  const claim = { kind: "claim", ip: "127.0.0.1", mustDiffer: true } as const;
  owner.send({ ...claim, number: 1, key: "coco", name: "coco" });
  await eventually(() => owner.received.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.send({ ...claim, number: 1, key: "сосо", name: "сосо" });
  await eventually(() => owner.received.some(({ kind }) => kind === "probe"), "the owner is probed");
  owner.send({ kind: "probe-reply", key: "coco", number: 1, round: 1 });
  await eventually(() => other.received.some(({ kind }) => kind === "refused"), "the claim is refused");
  expect(other.received).toContainEqual({ kind: "refused", number: 1, outcome: "look-alike" });
  registry.close();
});

/** A thread whose messages the test writes and reads. */
function addThread(registry: NameRegistry) {
  const { port } = registry.addThread();
  const received: FromRegistry[] = [];
  port.on("message", (messages: readonly FromRegistry[]) => received.push(...messages));
  return { received, send: (...messages: ToRegistry[]) => port.postMessage(messages) };
}
