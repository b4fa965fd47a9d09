import type { UserView } from "../backplane/backplane.ts";
import type { User } from "../delivery/user.ts";
import type { OtherUsers } from "./endpoint.ts";
import type { ListTexts } from "./list-texts.ts";

/** All users online but one, who may have left already and still be answered [C-35]. */
export class OtherUsersView implements OtherUsers {
  readonly #user: User;
  readonly #backplane: UserView;
  readonly #listTexts: ListTexts;

  constructor(user: User, backplane: UserView, listTexts: ListTexts) {
    this.#user = user;
    this.#backplane = backplane;
    this.#listTexts = listTexts;
  }

  get count(): number {
    const isOnline = this.#backplane.find(this.#user.key) === this.#user;
    return this.#backplane.userCount - (isOnline ? 1 : 0);
  }

  get isDegraded(): boolean {
    return this.#backplane.isDegraded;
  }

  get names(): Iterable<string> {
    return this.#readNames();
  }

  listText(maxTextBytes: number): string {
    return this.#listTexts.write(this.#user, this.count, maxTextBytes);
  }

  *#readNames(): Iterable<string> {
    for (const user of this.#backplane.users()) {
      if (user !== this.#user) yield user.name;
    }
  }
}
