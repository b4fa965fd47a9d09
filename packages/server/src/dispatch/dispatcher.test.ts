import { MessageReader, type ReceivedMessage, serverTexts } from "@chat/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { messageText } from "../../test/fake-connection.ts";
import { RecordingLogger } from "../../test/recording-logger.ts";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { LocalBackplane } from "../backplane/local-backplane.ts";
import type { User } from "../delivery/user.ts";
import { TURN_MS } from "../limits.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { Endpoint } from "./endpoint.ts";
import type { LastReceiver, Requester } from "./requester.ts";
import { type Trouble, TroubleKind } from "./trouble.ts";

let now = 0;

beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A requester without a connection: keeps its answers, those in a reserved place as `late: …`. */
class FakeRequester implements Requester {
  readonly mailbox: RecordingMailbox;
  lastReceiver: LastReceiver | null = null;
  isAnswering = true;
  readonly texts: string[] = [];
  readonly answers: Requester["answers"] = {
    add: (text) => void this.texts.push(text),
    reserve: () => ({ line: null }),
    fill: (_slot, text) => void this.texts.push(`late: ${text}`),
    textRoom: (maxMessageBytes) => maxMessageBytes,
  };
  readonly troubles: TroubleKind[] = [];
  readonly endTurn = vi.fn();
  isHeld = false;

  constructor(name: string) {
    this.mailbox = new RecordingMailbox(name);
  }

  get user(): User {
    return this.mailbox.user;
  }

  refuse(text: string, trouble: Trouble): void {
    this.texts.push(text);
    this.troubled(trouble);
  }

  troubled({ kind }: Trouble): void {
    this.troubles.push(kind);
  }

  async broadcast(): Promise<number> {
    return 7;
  }

  async notify(): Promise<boolean> {
    return true;
  }
}

function createDispatcher(endpoints: readonly Endpoint[] = []) {
  const backplane = new LocalBackplane();
  const logger = new RecordingLogger();
  const clock = { now: () => new Date(0) };
  const dispatcher = new Dispatcher({ backplane, endpoints, clock, logger, endpointTimeoutMs: 1_000 });
  const join = async <Member extends RecordingMailbox | FakeRequester>(member: Member): Promise<Member> => {
    await backplane.claim(member instanceof FakeRequester ? member.mailbox : member);
    return member;
  };
  const send = (requester: FakeRequester, to: string, msg: string, from = requester.user.name): void => {
    dispatcher.dispatch(requester, receivedMessage(from, to, msg));
  };
  return { backplane, dispatcher, logger, join, send };
}

function receivedMessage(from: string, to: string, msg: string): ReceivedMessage {
  const reader = new MessageReader();
  reader.push(Buffer.from(messageText(from, to, msg)));
  return reader.next() as ReceivedMessage;
}

function endpoint(name: `/${string}`, handle: Endpoint["handle"]): Endpoint {
  return { name, summary: "", handle };
}

it("refuses a sender who writes under another name", async () => {
  const { join, send } = createDispatcher();
  const [ada, bob] = [await join(new FakeRequester("Ada")), await join(new RecordingMailbox("Bob"))];
  send(ada, "Bob", "hello", "Cleo");
  send(ada, "Bob", "hello", "ADA");
  expect(ada.texts).toEqual([serverTexts.forgedSender.write("Ada", "Cleo")]);
  expect(ada.troubles).toEqual([TroubleKind.ForgedSender]);
  expect(bob.lines).toHaveLength(1);
});

it("finds a receiver once for many messages, and again when the name has another owner", async () => {
  const { backplane, join, send } = createDispatcher();
  const [ada, bob] = [await join(new FakeRequester("Ada")), await join(new RecordingMailbox("Bob"))];
  const find = vi.spyOn(backplane, "find");
  for (const text of ["1", "2", "3"]) send(ada, "Bob", text);
  expect([bob.lines.length, find.mock.calls.length]).toEqual([3, 1]);
  backplane.release(bob);
  const successor = await join(new RecordingMailbox("bob"));
  send(ada, "Bob", "4");
  expect([bob.lines.length, successor.lines.length]).toEqual([3, 1]);
  backplane.release(successor);
  send(ada, "Bob", "5");
  expect(ada.texts).toEqual([serverTexts.userNotFound.write("Bob")]);
  expect(ada.troubles).toEqual([TroubleKind.UnknownUser]);
});

it("does not keep a receiver whose name was written at great length", async () => {
  const { join, send } = createDispatcher();
  const [ada, bob] = [await join(new FakeRequester("Ada")), await join(new RecordingMailbox("Bob", 1))];
  const to = `Bob${" ".repeat(300)}`;
  send(ada, to, "1");
  send(ada, to, "2");
  expect([bob.lines.length, ada.lastReceiver]).toEqual([1, null]);
  expect(ada.texts).toEqual([serverTexts.receiverBusy.write("Bob")]);
});

it("answers a command that it does not know", async () => {
  const { join, send } = createDispatcher();
  const ada = await join(new FakeRequester("Ada"));
  send(ada, "/nothing", "");
  expect(ada.texts).toEqual([serverTexts.unknownCommand.write("/nothing")]);
  expect(ada.troubles).toEqual([TroubleKind.UnknownCommand]);
});

it("gives a slow endpoint one call in a turn of the loop, and none for a requester who is gone", async () => {
  const compute = endpoint("/compute", ({ text, reply }) => {
    now += 2 * TURN_MS;
    reply(text);
  });
  const { join, send } = createDispatcher([compute]);
  const [ada, bob] = [await join(new FakeRequester("Ada")), await join(new FakeRequester("Bob"))];
  send(ada, "/compute", "1");
  send(ada, "/compute", "2");
  send(ada, "/compute", "3");
  send(bob, "/compute", "4");
  expect(ada.texts).toEqual(["1"]);
  vi.advanceTimersToNextTimer();
  expect(ada.texts).toEqual(["1", "late: 2"]);
  bob.isAnswering = false;
  vi.runOnlyPendingTimers();
  vi.runOnlyPendingTimers();
  expect([ada.texts.length, bob.texts.length]).toEqual([3, 0]);
});

it("holds the messages of a requester whose call waits, until the endpoint was called", async () => {
  const compute = endpoint("/compute", ({ reply }) => {
    now += 2 * TURN_MS;
    reply("done");
  });
  const { join, send } = createDispatcher([compute]);
  const [ada, bob] = [await join(new FakeRequester("Ada")), await join(new FakeRequester("Bob"))];
  send(ada, "/compute", "");
  expect(ada.isHeld).toBe(false);
  send(ada, "/compute", "");
  send(bob, "/compute", "");
  expect([ada.isHeld, bob.isHeld]).toEqual([true, true]);
  vi.advanceTimersToNextTimer();
  expect([ada.isHeld, bob.isHeld]).toEqual([false, true]);
  expect(ada.endTurn).toHaveBeenCalled();
});

it("answers for an endpoint that fails, or does not answer in time", async () => {
  const fails = endpoint("/fails", () => {
    throw new Error("it is broken");
  });
  const { join, logger, send } = createDispatcher([fails, endpoint("/hangs", () => undefined)]);
  const ada = await join(new FakeRequester("Ada"));
  send(ada, "/fails", "");
  send(ada, "/hangs", "");
  expect(ada.texts).toEqual([serverTexts.endpointFailed.write("/fails", "failed")]);
  now = 1_000;
  vi.advanceTimersByTime(1_000);
  expect(ada.texts[1]).toBe(`late: ${serverTexts.endpointFailed.write("/hangs", "gave no answer within 1 s")}`);
  expect(logger.linesOf("error")).toEqual(["/fails failed: Error: it is broken", "/hangs gave no answer within 1 s"]);
});

it("says what an endpoint has to shout, and whom it has to write to", async () => {
  const wrong = undefined as never;
  const shouts = endpoint("/shouts", async ({ shout }) => void (await shout(wrong)));
  const writes = endpoint("/writes", async ({ notify }) => void (await notify(wrong, "hello")));
  const { join, logger, send } = createDispatcher([shouts, writes]);
  const ada = await join(new FakeRequester("Ada"));
  for (const to of ["/shouts", "/writes"]) send(ada, to, "");
  vi.useRealTimers();
  await vi.waitFor(() => expect(logger.linesOf("error")).toHaveLength(2), { timeout: 60_000 });
  expect(logger.linesOf("error")).toEqual([
    "/shouts failed: TypeError: What is shouted has to be a string, not undefined.",
    "/writes failed: TypeError: A name has to be a string, not undefined.",
  ]);
});

it("refuses two endpoints of one name", () => {
  const twice = endpoint("/twice", () => undefined);
  expect(() => createDispatcher([twice, twice])).toThrow("/twice is there twice");
});
