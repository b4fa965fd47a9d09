import { MessageChannel } from "node:worker_threads";
import { expect, it, vi } from "vitest";
import type { Mailbox } from "../backplane/backplane.ts";
import { AckStatus, type LinkBatch } from "../backplane/link-batch.ts";
import { RemoteMember } from "../backplane/members.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import { User } from "../delivery/user.ts";
import { ThreadLink } from "./thread-link.ts";

it("delivers a dead thread's last lines, and reports no message that the thread acknowledged as written", () => {
  const { port1, port2 } = new MessageChannel();
  const handler = { receive: vi.fn(() => DeliveryOutcome.Queued), receiveForAll: vi.fn() };
  const link = new ThreadLink(port1, handler);
  const bob = new RemoteMember(1, { name: "Bob", ip: "127.0.0.1" }, link);
  const [ada, ann] = [createMailbox("Ada"), createMailbox("Ann")];
  link.send(bob, "written\n", ada);
  link.send(bob, "lost\n", ann);
  const batch: LinkBatch = { lines: "last words\n", heads: [7, 11, 0], acks: [0 * 8 + AckStatus.Written] };
  port2.postMessage(batch);
  link.fail();
  expect(handler.receive.mock.calls).toEqual([[7, "last words\n", expect.anything()]]);
  expect(ada.undeliverable).not.toHaveBeenCalled();
  expect(ann.undeliverable.mock.calls).toEqual([["Bob", 1]]);
});

function createMailbox(name: string) {
  return {
    user: new User(name, "127.0.0.1"),
    deliver: vi.fn(() => true),
    shout: vi.fn(() => true),
    tell: vi.fn(() => true),
    undeliverable: vi.fn(),
    expectReceipt: () => ({ delivered: vi.fn(), refused: vi.fn() }),
    loseName: vi.fn(),
  } satisfies Mailbox;
}
