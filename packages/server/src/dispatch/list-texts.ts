import { serverTexts } from "@chat/protocol";
import type { UserView } from "../backplane/backplane.ts";
import { nameBytes } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";

/** Most texts in the cache: users need different ones when they are in the list, or have names of different lengths. */
const MAX_CACHED_TEXTS = 256;

/**
 * With more users than this who find no room in a list, it is the same list without one of them: a name takes at least three
 * bytes with its comma, and a name less makes room for at most 400 bytes, the longest name in escapes.
 */
const MIN_UNNAMED = 150;

/** A list in the cache. One for all users has the set of those it names: it is right for every other user. */
interface CachedText {
  readonly text: string;
  readonly named: ReadonlySet<User>;
}

/**
 * The answers to `/list`, made once per change of the users [C-62]: one for all users whom it does not name, and one for each
 * other user. To make one takes long when names are many and not ASCII, and clients may ask for it as fast as they can.
 */
export class ListTexts {
  readonly #backplane: UserView;
  readonly #cached = new Map<string, CachedText>();
  #viewVersion = -1;
  #isDegraded = false;

  constructor(backplane: UserView) {
    this.#backplane = backplane;
  }

  /** Writes the list of `count` users without its asker, in at most `maxTextBytes` on the wire. */
  write(asker: User, count: number, maxTextBytes: number): string {
    this.#dropOutdated();
    if (count > MIN_UNNAMED) {
      const forAll = this.#cache(`${maxTextBytes} ${count}`, null, count, maxTextBytes);
      if (count - forAll.named.size > MIN_UNNAMED && !forAll.named.has(asker)) return forAll.text;
    }
    return this.#cache(`${maxTextBytes} ${count} ${asker.key}`, asker, count, maxTextBytes).text;
  }

  #dropOutdated(): void {
    const { viewVersion, isDegraded } = this.#backplane;
    if (viewVersion === this.#viewVersion && isDegraded === this.#isDegraded) return;
    this.#viewVersion = viewVersion;
    this.#isDegraded = isDegraded;
    this.#cached.clear();
  }

  #cache(key: string, asker: User | null, count: number, maxTextBytes: number): CachedText {
    const cached = this.#cached.get(key);
    if (cached) return cached;
    const candidates: User[] = [];
    const names = namesOf(this.#backplane.users(), asker, maxTextBytes, candidates);
    const text = serverTexts.userList.write({ names, count, maxTextBytes }, this.#isDegraded);
    if (this.#cached.size >= MAX_CACHED_TEXTS) this.#cached.clear();
    const named = asker ? 0 : (serverTexts.userList.read(text)?.names.length ?? 0);
    const made = { text, named: new Set(candidates.slice(0, named)) };
    this.#cached.set(key, made);
    return made;
  }
}

/** Yields as many names as could fit, and no more: the writer measures them again one by one, which takes longest. */
function* namesOf(users: Iterable<User>, except: User | null, maxBytes: number, candidates: User[]): Iterable<string> {
  let bytes = -SEPARATOR_BYTES;
  for (const user of users) {
    if (user === except) continue;
    bytes += SEPARATOR_BYTES + nameBytes(user);
    if (bytes > maxBytes) return;
    candidates.push(user);
    yield user.name;
  }
}

const SEPARATOR_BYTES = ", ".length;
