import { isAscii, type Named, skeletonsOf } from "./skeleton.ts";

/**
 * Finds users whose names look like the name of a newcomer. A newcomer with a plain ASCII name is not compared, so nothing is
 * computed before the first other newcomer comes.
 *
 * Call {@link add} when a user comes into the view and {@link delete} when the user leaves it, each once.
 */
export class LookAlikeIndex<User extends Named> {
  readonly #users: () => Iterable<User>;
  /** The users by skeleton; `null` until the first search. */
  #bySkeleton: Map<string, User[]> | null = null;

  /** @param users - returns all users in the view */
  constructor(users: () => Iterable<User>) {
    this.#users = users;
  }

  add(user: User): void {
    if (this.#bySkeleton) enter(this.#bySkeleton, user);
  }

  delete(user: User): void {
    if (this.#bySkeleton) strike(this.#bySkeleton, user);
  }

  /** Removes all users. */
  clear(): void {
    this.#bySkeleton = null;
  }

  /** Finds a user with another name that looks the same. */
  find(newcomer: Named): User | undefined {
    if (isAscii(newcomer.name)) return undefined;
    this.#bySkeleton ??= this.#read();
    for (const skeleton of skeletonsOf(newcomer)) {
      const rival = this.#bySkeleton.get(skeleton)?.find(({ key }) => key !== newcomer.key);
      if (rival) return rival;
    }
    return undefined;
  }

  #read(): Map<string, User[]> {
    const bySkeleton = new Map<string, User[]>();
    for (const user of this.#users()) enter(bySkeleton, user);
    return bySkeleton;
  }
}

function enter<User extends Named>(bySkeleton: Map<string, User[]>, user: User): void {
  for (const skeleton of skeletonsOf(user)) {
    const users = bySkeleton.get(skeleton);
    if (users) users.push(user);
    else bySkeleton.set(skeleton, [user]);
  }
}

function strike<User extends Named>(bySkeleton: Map<string, User[]>, user: User): void {
  for (const skeleton of skeletonsOf(user)) {
    const users = bySkeleton.get(skeleton) ?? [];
    const index = users.indexOf(user);
    if (index >= 0) users.splice(index, 1);
    if (users.length === 0) bySkeleton.delete(skeleton);
  }
}
