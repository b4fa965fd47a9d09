import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFakeLoop, type FakeConnection, messageText } from "../../test/fake-connection.ts";
import type { Mailbox } from "../backplane/backplane.ts";
import type { EndpointContext } from "../dispatch/endpoint.ts";
import { LEAVE_TIMEOUT_MS, LINGER_MS, MAX_WAITING_ANSWERS } from "../limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 20) => vi.advanceTimersByTimeAsync(milliseconds);

/** A loop whose endpoint `/later` answers when the test says so, and `/shout`. */
function createLoop(limits: Parameters<typeof createFakeLoop>[0] = {}) {
  const replies: ((text: string) => void)[] = [];
  const loop = createFakeLoop(limits, [
    { name: "/later", summary: "", handle: ({ reply }: EndpointContext) => void replies.push(reply) },
    {
      name: "/shout",
      summary: "",
      handle: async ({ text, shout, reply }: EndpointContext) => reply(`${await shout(text)} got it`),
    },
  ]);
  return { ...loop, replies };
}

async function join(loop: Pick<ReturnType<typeof createFakeLoop>, "connect">, name: string): Promise<FakeConnection> {
  const joined = loop.connect();
  joined.peer.send(`${name}\n`);
  await pass();
  return joined;
}

it("takes no further message while too many answers wait, and goes on when one is there [C-69]", async () => {
  const loop = createLoop();
  const { peer } = await join(loop, "Ada");
  peer.send(messageText("Ada", "/later", "").repeat(MAX_WAITING_ANSWERS + 2));
  await pass(100);
  expect(loop.replies).toHaveLength(MAX_WAITING_ANSWERS);
  expect(peer.transport.isPaused).toBe(true);
  loop.replies[0]?.("first");
  await pass();
  expect(loop.replies).toHaveLength(MAX_WAITING_ANSWERS + 1);
  expect(peer.texts[1]).toBe("first");
});

it("makes nothing for the messages of a user who has sent none, however often it is reported", async () => {
  const { connection } = await join(createLoop(), "Ada");
  const createInbound = vi.spyOn(connection, "createInbound");
  expect(connection.report()).toMatchObject({ name: "Ada", unclosedBytes: 0 });
  expect(createInbound).not.toHaveBeenCalled();
});

it("delivers direct messages, and says when the receiver has no room or is not there", async () => {
  const loop = createLoop({ maxOutboxBytes: 4 * 1024 });
  const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
  bob.peer.stopReading();
  for (const text of ["1", "x".repeat(3_900), "2"]) ada.peer.send(messageText("Ada", "Bob", text));
  ada.peer.send(messageText("Ada", "Cleo", ""));
  await pass();
  expect(bob.peer.texts[1]).toBe("1");
  expect(ada.peer.texts.slice(1)).toEqual([expect.stringContaining("Bob"), expect.stringContaining("Cleo")]);
});

it("takes no message behind a shout until everyone has it", async () => {
  const loop = createLoop();
  const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
  ada.peer.send(messageText("Ada", "/shout", "hello all") + messageText("Ada", "Bob", "hello Bob"));
  await pass(100);
  expect(bob.peer.texts.slice(1)).toEqual(["hello all", "hello Bob"]);
  expect(ada.peer.texts.slice(1)).toEqual(["1 got it"]);
});

it("says nothing of a waiting shout whose answer has its place already", async () => {
  const loop = createLoop({ shoutBytesPerSecond: 1_000, shoutByteBurst: 1 });
  const { peer } = await join(loop, "Ada");
  vi.spyOn(loop.services.dispatcher, "dispatch").mockImplementation((requester) => {
    requester.isHeld = true;
    for (let count = 0; count < 2; count++) void requester.broadcast("x".repeat(500));
    requester.isHeld = false;
  });
  peer.send(messageText("Ada", "/shout", ""));
  await pass(2_000);
  expect(peer.texts).toHaveLength(1);
});

it("hangs up on a reader without room for a shout", async () => {
  const loop = createLoop({ maxOutboxBytes: 4 * 1024 });
  const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
  bob.peer.stopReading();
  for (let count = 0; count < 4; count++) ada.peer.send(messageText("Ada", "/shout", "x".repeat(3_000)));
  await pass(1_000);
  expect(loop.events).toContain("Bob left: slow-reader");
});

it("reports its own messages that may not have arrived", async () => {
  const loop = createLoop();
  const { peer } = await join(loop, "Ada");
  const mailbox = loop.backplane.find("ada")?.mailbox as Mailbox;
  mailbox.undeliverable("Bob", 3);
  await pass();
  expect(peer.texts.at(-1)).toContain("Bob");
});

it("closes after the answers when its input is broken", async () => {
  const loop = createLoop();
  const { peer } = await join(loop, "Ada");
  peer.send(`${messageText("Ada", "/later", "")}{"from": "${"x".repeat(70_000)}`);
  await pass(100);
  expect(peer.hasEnded).toBe(false);
  loop.replies[0]?.("the answer");
  await pass();
  expect(peer.texts[1]).toBe("the answer");
  expect(peer.hasEnded).toBe(true);
  peer.transport.close(false);
  expect(loop.events.slice(1)).toEqual(["Ada: too-large", "Ada left: broken-input", "Ada closed: broken-input"]);
});

it("answers what is not done with an error when the time after its leaving is over, then lingers [C-35]", async () => {
  const loop = createLoop();
  const { peer } = await join(loop, "Ada");
  peer.send(messageText("Ada", "/later", ""));
  peer.transport.endInput();
  await pass(LEAVE_TIMEOUT_MS - 100);
  expect(peer.texts).toHaveLength(1);
  await pass(200);
  expect(peer.texts[1]).toContain("could not answer this in time");
  expect(peer.hasEnded).toBe(true);
  loop.replies[0]?.("too late");
  await pass(LINGER_MS);
  expect(peer.texts).toHaveLength(2);
  expect(peer.transport.isDestroyed).toBe(true);
});

it("answers the messages behind a call that is put off, too, when that time is over [C-35]", async () => {
  const loop = createLoop();
  const { peer } = await join(loop, "Ada");
  vi.spyOn(loop.services.dispatcher, "dispatch").mockImplementation((requester) => {
    requester.answers.reserve();
    requester.isHeld = true;
  });
  peer.send(messageText("Ada", "/slow", "") + messageText("Ada", "Bob", "hello"));
  peer.transport.endInput();
  await pass(LEAVE_TIMEOUT_MS + 100);
  expect(peer.texts.slice(1)).toEqual([
    expect.stringContaining("could not answer this in time"),
    expect.stringContaining("This came too late"),
  ]);
  expect(peer.hasEnded).toBe(true);
});

it("neither answers nor shouts once it is over", async () => {
  const loop = createLoop();
  const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
  ada.peer.send(messageText("Ada", "/later", ""));
  ada.peer.transport.close(true);
  loop.replies[0]?.("too late");
  await pass();
  expect(ada.peer.texts).toHaveLength(1);
  expect(bob.peer.texts).toHaveLength(1);
});
