import { serverTexts } from "@chat/protocol";
import { expect, it, vi } from "vitest";
import { SharedLine, serverLine } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { UserMailbox } from "./user-mailbox.ts";

const sender = { undeliverable: () => undefined };

/** A mailbox whose outbox has room as long as the test says so. */
function createMailbox() {
  const user = new User("Ada", "10.0.0.1");
  const outbox = { hasRoom: vi.fn(() => true), append: vi.fn(), appendShared: vi.fn(() => true) };
  const receipt = { delivered: vi.fn(), refused: vi.fn() };
  const answered = { user, isAnswering: true, answers: { expectReceipt: vi.fn(() => receipt) } };
  const listener = { tell: vi.fn(() => true), hangUp: vi.fn(), hangUpOnReader: vi.fn() };
  return { answered, user, outbox, receipt, listener, mailbox: new UserMailbox(answered, outbox, listener) };
}

it("takes a direct message while there is room, and refuses it else", () => {
  const { mailbox, outbox } = createMailbox();
  expect(mailbox.deliver("hello\n", sender)).toBe(true);
  expect(outbox.append.mock.calls).toEqual([["hello\n", sender]]);
  outbox.hasRoom.mockReturnValue(false);
  expect(mailbox.deliver("again\n", sender)).toBe(false);
  expect(outbox.append).toHaveBeenCalledOnce();
});

it("hangs up on a reader without room for a shout [C-70]", () => {
  const { mailbox, outbox, listener } = createMailbox();
  expect(mailbox.shout(new SharedLine("to all\n"))).toBe(true);
  outbox.appendShared.mockReturnValue(false);
  expect(mailbox.shout(new SharedLine("to all\n"))).toBe(false);
  expect(listener.hangUpOnReader.mock.calls).toEqual([["slow-reader", expect.stringContaining("more slowly")]]);
});

it("reports the user's own messages that may not have arrived, unless its answers are over [C-72]", () => {
  const { user, mailbox, outbox, answered } = createMailbox();
  mailbox.undeliverable("Bob", 3);
  const line = serverLine(user, serverTexts.mayNotHaveArrived.write(3, "Bob"));
  expect(outbox.append.mock.calls).toEqual([[line, null]]);
  answered.isAnswering = false;
  mailbox.undeliverable("Bob", 1);
  expect(outbox.append).toHaveBeenCalledOnce();
});

it("keeps the place of an answer to a message in flight", () => {
  const { mailbox, answered, receipt } = createMailbox();
  const link = {};
  expect(mailbox.expectReceipt(link)).toBe(receipt);
  expect(answered.answers.expectReceipt).toHaveBeenCalledWith(link);
});

it("ends the connection of a user whose name is another's by now", () => {
  const { mailbox, listener } = createMailbox();
  mailbox.loseName();
  expect(listener.hangUp.mock.calls).toEqual([["name-lost", expect.stringContaining("somebody else")]]);
});
