import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { type BackplaneNetwork, describeBackplane } from "../../test/backplane-contract.ts";
import { eventually } from "../../test/eventually.ts";
import type { Mailbox } from "../backplane/backplane.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import { type Sender, User } from "../delivery/user.ts";
import { NameRegistry } from "./name-registry.ts";
import { RpcPort } from "./rpc-port.ts";
import { ThreadBackplane } from "./thread-backplane.ts";
import type { Registry } from "./thread-message.ts";

for (const threads of [2, 3]) {
  describeBackplane(`ThreadBackplane of ${threads}`, () => createNetwork(threads));
}

interface ThreadNetwork extends BackplaneNetwork, AsyncDisposable {
  readonly registry: NameRegistry;
  readonly backplanes: readonly [ThreadBackplane, ...ThreadBackplane[]];
}

/** Backplanes as threads have them, linked by the ports that threads use, on one event loop. */
async function createNetwork(threads: number): Promise<ThreadNetwork> {
  const registry = new NameRegistry(0);
  const backplanes = Array.from({ length: threads }, () => createBackplane(registry));
  const close = async () => {
    await Promise.all(backplanes.map((backplane) => backplane.close()));
    registry.close();
  };
  return {
    registry,
    backplanes: backplanes as [ThreadBackplane, ...ThreadBackplane[]],
    add: async () => {
      const backplane = createBackplane(registry);
      backplanes.push(backplane);
      return backplane;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createBackplane(registry: NameRegistry): ThreadBackplane {
  const { thread, port } = registry.addThread();
  const toRegistry = new RpcPort<Registry>(port);
  const backplane = new ThreadBackplane(thread, toRegistry);
  toRegistry.serve(backplane.fromRegistry);
  return backplane;
}

/** A mailbox that takes everything, and records the calls. */
function createMailbox(name: string) {
  const receipt = { delivered: vi.fn(), refused: vi.fn() };
  const senders: Sender[] = [];
  return {
    user: new User(name, "127.0.0.1"),
    receipt,
    senders,
    deliver: vi.fn((_line: string, sender: Sender) => senders.push(sender) > 0),
    shout: vi.fn(() => true),
    tell: vi.fn(() => true),
    undeliverable: vi.fn(),
    expectReceipt: () => receipt,
    loseName: vi.fn(),
  } satisfies Mailbox & Record<string, unknown>;
}

async function join(backplane: ThreadBackplane, name: string, ...others: ThreadBackplane[]) {
  const mailbox = createMailbox(name);
  expect(await backplane.claim(mailbox)).toEqual({ kind: "claimed" });
  for (const other of others) await eventually(() => other.find(mailbox.user.key) !== undefined, "others know");
  return mailbox;
}

it("reports to each sender once how many messages may be lost with a dead thread, and no written ones", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const [ada, ann, pat] = [await join(here, "Ada"), await join(here, "Ann"), await join(here, "Pat")];
  const [bob, ben] = [await join(there, "Bob", here), await join(there, "Ben", here)];
  const [toBob, toBen] = [here.find("bob") as User, here.find("ben") as User];
  for (let index = 0; index < 5; index++) here.deliver(toBob, `${index}\n`, ada);
  here.deliver(toBen, "to Ben\n", ada);
  here.deliver(toBen, "written\n", ann);
  await eventually(() => bob.senders.length === 5 && ben.senders.length === 2, "they have arrived");
  bob.senders[0]?.written?.();
  ben.senders[1]?.written?.();
  here.deliver(toBen, "last\n", pat);
  await eventually(() => pat.receipt.delivered.mock.calls.length === 1, "the acks have come back");
  here.deliver(toBob, "in flight\n", ada);
  network.registry.removeThread(2);
  await eventually(() => here.find("bob") === undefined, "the thread is known to be dead");
  expect(ada.undeliverable.mock.calls).toEqual([
    ["Bob", 5],
    ["Ben", 1],
  ]);
  expect(ada.receipt.delivered).toHaveBeenCalledTimes(7);
  expect(ann.undeliverable).not.toHaveBeenCalled();
  expect(here.deliver(toBob, "too late\n", ada)).toBe(DeliveryOutcome.Gone);
});

it("frees the names of a dead thread, and links its replacement with all live threads", async () => {
  await using network = await createNetwork(3);
  const [first, second, third] = network.backplanes as [ThreadBackplane, ThreadBackplane, ThreadBackplane];
  await join(second, "Bob", first, third);
  const ada = await join(first, "Ada", third);
  expect(network.registry.removeThread(2).map(({ name }) => name)).toEqual(["Bob"]);
  const successor = createBackplane(network.registry);
  const bob = await join(successor, "BOB", first, third);
  expect([...successor.users()].map(({ name }) => name)).toEqual(["Ada", "BOB"]);
  expect(first.deliver(first.find("bob") as User, "hello\n", ada)).toBe(DeliveryOutcome.InFlight);
  await eventually(() => bob.deliver.mock.calls.length === 1, "it has arrived");
  await successor.close();
});

it("does not count a user who left before the thread died among the dead thread's users", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const ada = await join(there, "Ada", here);
  await join(there, "Bob", here);
  there.release(ada);
  // The release is posted, and the registry has not handled it.
  await nextTurn();
  expect(network.registry.removeThread(2).map(({ name }) => name)).toEqual(["Bob"]);
});

it("grants a claimed name when its owner's thread notices only then that the owner has gone", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const ada = await join(there, "Ada");
  const claim = here.claim(createMailbox("Ada"));
  // As on an event loop that polls its sockets late.
  setImmediate(() => there.release(ada));
  expect(await claim).toEqual({ kind: "claimed" });
});

it("grants a claim when the user whose name looks like it has gone, and its thread notices only then", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const coco = await join(there, "coco");
  const claim = here.claim(createMailbox("сосо"), { mustDiffer: true });
  setImmediate(() => there.release(coco));
  expect(await claim).toEqual({ kind: "claimed" });
});

it("grants nothing to a claim that is withdrawn while the user whose name looks like it is probed", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const coco = await join(there, "coco");
  const imitator = createMailbox("сосо");
  const claim = here.claim(imitator, { mustDiffer: true });
  setImmediate(() => {
    here.release(imitator);
    there.release(coco);
  });
  expect(await claim).toEqual({ kind: "unavailable" });
  await join(here, "сосо");
  await join(there, "coco");
});

it("delivers early lines after the claim has settled, in order", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const ada = await join(here, "Ada");
  const bob = createMailbox("Bob");
  const order: string[] = [];
  bob.deliver.mockImplementation((line) => order.push(line) > 0);
  bob.shout.mockImplementation(() => order.push("shout") > 0);
  const claimed = there.claim(bob).then(() => order.push("claimed"));
  await eventually(() => here.find("bob") !== undefined, "the other thread knows");
  here.deliver(here.find("bob") as User, "line\n", ada);
  here.broadcast("shout\n", ada.user);
  await claimed;
  await eventually(() => order.length === 3, "all have come");
  expect(order).toEqual(["claimed", "line\n", "shout"]);
});

it("refuses messages beyond the in-flight limit of a thread that is held up", async () => {
  await using network = await createNetwork(2);
  const [here, there] = network.backplanes as [ThreadBackplane, ThreadBackplane];
  const ada = await join(here, "Ada");
  await join(there, "Bob", here);
  const megabyte = "x".repeat(1024 * 1024);
  const outcomes = Array.from({ length: 70 }, () => here.deliver(here.find("bob") as User, megabyte, ada));
  expect(outcomes.slice(0, 64)).toEqual(Array.from({ length: 64 }, () => DeliveryOutcome.InFlight));
  expect(outcomes.slice(64)).toEqual(Array.from({ length: 6 }, () => DeliveryOutcome.NoRoom));
  await eventually(() => ada.receipt.delivered.mock.calls.length === 64, "it was held up for a moment only");
  expect(here.deliver(here.find("bob") as User, "again\n", ada)).toBe(DeliveryOutcome.InFlight);
});
