import { expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { NameRegistry } from "./name-registry.ts";
import { RpcPort } from "./rpc-port.ts";
import type { Registry, RegistryClient } from "./thread-message.ts";

const IP = "127.0.0.1";

it("refuses only the claims whose probe has found the owner", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  owner.port.tell("claim", { number: 1, key: "ada", name: "Ada", ip: IP }, true);
  await eventually(() => owner.count("claimed") === 1, "the owner has the name");
  other.port.tell("claim", { number: 1, key: "ada", name: "Ada", ip: IP }, true);
  await eventually(() => owner.count("probe") === 1, "the owner is probed");
  other.port.tell("claim", { number: 2, key: "ada", name: "Ada", ip: IP }, true);
  await eventually(() => owner.count("probe") === 2, "the owner is probed again");
  // The owner was there at the first probe, and has gone before the second.
  owner.port.tell("probeReply", "ada", 1, 1);
  owner.port.tell("release", 1, "ada");
  await eventually(() => other.count("claimed") === 1, "the second has the name");
  expect(other.received).toContainEqual(["refused", 1, "taken"]);
  expect(other.received).toContainEqual(["claimed", [2]]);
  registry.close();
});

it("forgets a claim that is withdrawn while its look-alike is probed", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  owner.port.tell("claim", { number: 1, key: "coco", name: "coco", ip: IP }, true);
  await eventually(() => owner.count("claimed") === 1, "the owner has the name");
  other.port.tell("claim", { number: 1, key: "сосо", name: "сосо", ip: IP }, true);
  await eventually(() => owner.count("probe") === 1, "the owner is probed");
  other.port.tell("release", 1, "сосо");
  other.port.tell("claim", { number: 2, key: "ϲοϲο", name: "ϲοϲο", ip: IP }, true);
  await eventually(() => owner.count("probe") === 2, "it is probed again");
  owner.port.tell("release", 1, "coco");
  await eventually(() => other.count("claimed") === 1, "the second claim has won");
  expect(other.received).toContainEqual(["claimed", [2]]);
  expect(registry.userCount).toBe(1);
  registry.close();
});

it("refuses a name that looks like that of a user who is still there", async () => {
  const registry = new NameRegistry(0);
  const [owner, other] = [addThread(registry), addThread(registry)];
  owner.port.tell("claim", { number: 1, key: "coco", name: "coco", ip: IP }, true);
  await eventually(() => owner.count("claimed") === 1, "the owner has the name");
  other.port.tell("claim", { number: 1, key: "сосо", name: "сосо", ip: IP }, true);
  await eventually(() => owner.count("probe") === 1, "the owner is probed");
  owner.port.tell("probeReply", "coco", 1, 1);
  await eventually(() => other.count("refused") === 1, "the claim is refused");
  expect(other.received).toContainEqual(["refused", 1, "look-alike"]);
  registry.close();
});

/** A thread whose calls the test makes and reads. */
function addThread(registry: NameRegistry) {
  const port = new RpcPort<Registry>(registry.addThread().port);
  const received: [method: string, ...args: unknown[]][] = [];
  const record =
    (method: keyof RegistryClient) =>
    (...args: unknown[]): void =>
      void received.push([method, ...args]);
  const methods = ["linked", "joined", "left", "claimed", "refused", "probe", "gone"] as const;
  port.serve(Object.fromEntries(methods.map((method) => [method, record(method)])));
  return { port, received, count: (wanted: string) => received.filter(([method]) => method === wanted).length };
}
