import { serverTexts } from "@chat/protocol";
import { expect, it } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { LocalBackplane } from "../backplane/local-backplane.ts";
import { ListTexts } from "./list-texts.ts";

async function createRoom(names: readonly string[]) {
  const backplane = new LocalBackplane();
  const mailboxes = names.map((name) => new RecordingMailbox(name));
  for (const mailbox of mailboxes) await backplane.claim(mailbox);
  return { backplane, mailboxes, lists: new ListTexts(backplane) };
}

/** Writes the list without a cache. */
function makeList(names: readonly string[], asker: string, maxTextBytes: number): string {
  const others = names.filter((name) => name !== asker);
  return serverTexts.userList.write({ names: others, count: others.length, maxTextBytes }, false);
}

it.each([
  ["short", (index: number) => `u${index}`],
  ["of different lengths", (index: number) => `${index}${"x".repeat(index % 25)}`],
  ["of escapes", (index: number) => `${"読".repeat(1 + (index % 18))}${index}`],
])("writes the list without its asker, around every place where it is cut: names %s", async (_, nameOf) => {
  for (const size of [1, 2, 149, 152, 153, 300, 420]) {
    const names = Array.from({ length: size }, (__, index) => nameOf(index));
    const { mailboxes, lists } = await createRoom(names);
    const whole = makeList(names, "nobody", 1_000_000).length;
    for (const room of [200, 900, 3_000, 15_900, whole - 40, whole - 20, whole - 3, whole - 1, whole, whole * 6]) {
      for (const at of [0, 1, Math.floor(size / 2), size - 2, size - 1]) {
        const asker = mailboxes[Math.min(Math.max(0, at), size - 1)] as RecordingMailbox;
        expect(lists.write(asker.user, size - 1, room)).toBe(makeList(names, asker.user.name, room));
      }
    }
  }
});

it("drops its cache when a user comes or goes", async () => {
  const { backplane, mailboxes, lists } = await createRoom(["Ada", "Bob", "Cleo"]);
  const [ada, bob] = mailboxes as [RecordingMailbox, RecordingMailbox];
  expect(lists.write(ada.user, 2, 900)).toBe("Online users (2): Bob, Cleo");
  backplane.release(bob);
  expect(lists.write(ada.user, 1, 900)).toBe("Online users (1): Cleo");
  await backplane.claim(new RecordingMailbox("Dan"));
  expect(lists.write(ada.user, 2, 900)).toBe("Online users (2): Cleo, Dan");
});
