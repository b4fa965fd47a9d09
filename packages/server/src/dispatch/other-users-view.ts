import type { Backplane, Mailbox } from "../backplane/backplane.ts";
import type { OtherUsers } from "./endpoint.ts";
import type { ListTexts } from "./list-texts.ts";

/** All users online but one, who may have left already and still be answered [C-35]. */
export class OtherUsersView implements OtherUsers {
  readonly #mailbox: Mailbox;
  readonly #backplane: Backplane;
  readonly #listTexts: ListTexts;

  constructor(mailbox: Mailbox, backplane: Backplane, listTexts: ListTexts) {
    this.#mailbox = mailbox;
    this.#backplane = backplane;
    this.#listTexts = listTexts;
  }

  get count(): number {
    const { user } = this.#mailbox;
    const isOnline = this.#backplane.find(user.key) === user;
    return this.#backplane.userCount - (isOnline ? 1 : 0);
  }

  get isDegraded(): boolean {
    return this.#backplane.isDegraded;
  }

  get names(): Iterable<string> {
    return this.#readNames();
  }

  listText(maxTextBytes: number): string {
    return this.#listTexts.write(this.#mailbox.user, this.count, maxTextBytes);
  }

  *#readNames(): Iterable<string> {
    for (const user of this.#backplane.users()) {
      if (user !== this.#mailbox.user) yield user.name;
    }
  }
}
