import { serverTexts, UNFRAMED_MESSAGE_BYTES } from "@chat/protocol";
import { expect, it } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { LocalBackplane } from "../backplane/local-backplane.ts";
import { serverLine, serverLineOverhead } from "../delivery/line.ts";
import { WelcomeLines } from "./welcome-lines.ts";

/** A room that compares each welcome with one that is made anew. */
class Room {
  readonly #backplane = new LocalBackplane();
  readonly #lines = new WelcomeLines(this.#backplane);

  async join(name: string): Promise<RecordingMailbox> {
    const newcomer = new RecordingMailbox(name);
    expect(await this.#backplane.claim(newcomer)).toEqual({ kind: "claimed" });
    const names = [...this.#backplane.users()].filter((user) => user !== newcomer.user).map((user) => user.name);
    const maxTextBytes = UNFRAMED_MESSAGE_BYTES - 1 - serverLineOverhead(newcomer.user);
    const others = { names, count: names.length, maxTextBytes };
    const expected = serverLine(newcomer.user, serverTexts.welcome.write(name, others));
    expect(this.#lines.write(newcomer.user, names.length)).toBe(expected);
    return newcomer;
  }

  leave(mailbox: RecordingMailbox): void {
    this.#backplane.release(mailbox);
  }
}

it.each([
  ["short", (index: number) => `u${index}`],
  ["of all lengths, with digits that are the last number's", (index: number) => `${index}-${"9".repeat(index % 25)}`],
  ["of escapes", (index: number) => `${"読".repeat(1 + (index % 9))}${index}`],
  ["with what JSON escapes", (index: number) => `${index}\\${"'$&".repeat(index % 5)}`],
])("greets each newcomer as if the line were made anew: names %s", async (_, nameOf) => {
  const room = new Room();
  for (let index = 0; index < 1_100; index++) await room.join(nameOf(index));
});

it("names others when one whom it names goes, or the first for whom it has no room", async () => {
  const room = new Room();
  const users: RecordingMailbox[] = [];
  for (let index = 0; index < 700; index++) users.push(await room.join(`${index}-${"x".repeat((index % 4) * 8)}`));
  for (let index = 120; index >= 0; index--) {
    room.leave(users[index] as RecordingMailbox);
    await room.join(`next-${index}`);
  }
});
