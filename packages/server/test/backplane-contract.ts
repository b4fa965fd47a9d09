import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Backplane, ClaimOutcome, Mailbox } from "../src/backplane/backplane.ts";
import type { Sanction } from "../src/control/sanctions.ts";
import { DeliveryOutcome } from "../src/delivery/delivery-outcome.ts";
import type { SharedLine } from "../src/delivery/line.ts";
import { type Sender, User } from "../src/delivery/user.ts";
import { claimPatiently } from "./claim-patiently.ts";
import { ControlledFake, loopOf } from "./controlled-fake.ts";
import { eventually } from "./eventually.ts";
import { RecordingMailbox } from "./recording-mailbox.ts";
import { send, shout } from "./send-lines.ts";

/** Backplanes that reach one another: a single one, or one for each thread or machine. */
export interface BackplaneNetwork {
  readonly backplanes: readonly [Backplane, ...Backplane[]];
  /** Adds a backplane, where there can be several. */
  add?(): Promise<Backplane>;
  /** Closes what is still open. */
  close(): Promise<void>;
}

/**
 * Tests the promises of `Backplane` by their numbers. The effect of a call on one node is expected on the farthest other; with
 * a single backplane, that is the same one.
 *
 * @param comparesAtOnce - true when names are compared with those that come at the same instant on other nodes
 */
export function describeBackplane(
  name: string,
  createNetwork: () => Promise<BackplaneNetwork>,
  { comparesAtOnce = true }: { readonly comparesAtOnce?: boolean } = {},
): void {
  describe(`${name} keeps the promises of a backplane`, () => {
    let network: BackplaneNetwork;
    let here: Backplane;
    let there: Backplane;

    beforeEach(async () => {
      network = await createNetwork();
      here = network.backplanes[0];
      there = network.backplanes.at(-1) ?? here;
    });

    afterEach(() => network.close());

    async function join(backplane: Backplane, userName: string, capacity?: number): Promise<RecordingMailbox> {
      const mailbox = new RecordingMailbox(userName, capacity);
      expect(await claimPatiently(backplane, mailbox)).toEqual({ kind: "claimed" });
      return mailbox;
    }

    /** Waits until a user is in a node's view, and returns it. */
    async function findOn(backplane: Backplane, { user: { key } }: Mailbox): Promise<User> {
      await eventually(() => backplane.find(key) !== undefined, `a node knows of ${key}`);
      return backplane.find(key) as User;
    }

    function sum(counts: Iterable<number>): number {
      return [...counts].reduce((total, count) => total + count, 0);
    }

    it("1. lets one claim win of all that are made at once for the same name", async () => {
      for (let round = 0; round < 20; round++) {
        const spellings = [`Straße ${round}`, `STRASSE ${round}`, `straße ${round}`];
        const claims = network.backplanes.flatMap((backplane) =>
          spellings.map((spelling) => claimPatiently(backplane, new RecordingMailbox(spelling))),
        );
        const kinds = (await Promise.all(claims)).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === "claimed")).toHaveLength(1);
      }
    });

    it("1. keeps a name for its owner until the release, on every node", async () => {
      const owner = await join(here, "Anna");
      for (const backplane of network.backplanes) {
        expect(await claimPatiently(backplane, new RecordingMailbox("anna"))).toEqual<ClaimOutcome>({ kind: "taken" });
      }
      expect(owner.hasLostName).toBe(false);
    });

    it("1. leaves other names free", async () => {
      await join(here, "Anna");
      await join(there, "Annä");
      await join(here, "An na");
    });

    it("2. grants a released name to the very next claim on the same node", async () => {
      const first = await join(here, "Anna");
      here.release(first);
      const second = new RecordingMailbox("ANNA");
      expect(await claimPatiently(here, second)).toEqual({ kind: "claimed" });
      expect(here.find("anna")).toBe(second.user);
    });

    it("2. frees a released name on every node", async () => {
      const first = await join(here, "Anna");
      here.release(first);
      await eventually(() => there.find("anna") === undefined, "the name is gone everywhere");
      await join(there, "Anna");
    });

    it("2. takes a release for the end of a claim that is not settled", async () => {
      const mailbox = new RecordingMailbox("Anna");
      const claim = here.claim(mailbox);
      here.release(mailbox);
      await claim;
      const second = await join(there, "Anna");
      expect([...there.users()]).toEqual([second.user]);
    });

    it("2. does nothing for a second release, nor for one of a mailbox that never had the name", async () => {
      const first = await join(here, "Anna");
      here.release(first);
      const second = await join(here, "Anna");
      here.release(first);
      here.release(new RecordingMailbox("anna"));
      expect(here.find("anna")).toBe(second.user);
      expect((await claimPatiently(here, new RecordingMailbox("Anna"))).kind).toBe("taken");
    });

    it("3. has a user of this node in its view from the claim until the release", async () => {
      const ada = await join(here, "Ada");
      expect(here.find("ada")).toBe(ada.user);
      expect([...here.users()]).toEqual([ada.user]);
      expect(here.userCount).toBe(1);
      here.release(ada);
      expect(here.find("ada")).toBeUndefined();
      expect([...here.users()]).toEqual([]);
      expect(here.userCount).toBe(0);
    });

    it("3. shows all users to every node in the order in which they came, and no node as degraded", async () => {
      const names = ["Ada", "Bob", "Cleo", "Dan"];
      for (const [index, userName] of names.entries()) {
        const mailbox = await join(index % 2 === 0 ? here : there, userName);
        for (const backplane of network.backplanes) await findOn(backplane, mailbox);
      }
      for (const backplane of network.backplanes) {
        expect([...backplane.users()].map((user) => user.name)).toEqual(names);
        expect(backplane.userCount).toBe(4);
        expect(backplane.isDegraded).toBe(false);
      }
    });

    it("3. finds another node's user with the name and the address that it joined with", async () => {
      const zoe = await join(there, "Zoë");
      const { name: foundName, ip } = await findOn(here, zoe);
      expect({ foundName, ip }).toEqual({ foundName: "Zoë", ip: "127.0.0.1" });
    });

    it("3. does not show a user whose claim has failed", async () => {
      await join(here, "Anna");
      await claimPatiently(here, new RecordingMailbox("ANNA"));
      expect([...here.users()].map((user) => user.name)).toEqual(["Anna"]);
    });

    it("4. returns from a delivery at once, to whomever it goes", async () => {
      const ada = await join(here, "Ada");
      const bob = await join(there, "Bob");
      const receivers = [ada.user, await findOn(here, bob), new User("Nobody", "127.0.0.1")];
      for (const receiver of receivers) {
        expect(Object.values(DeliveryOutcome)).toContain(send(here, receiver, "line", ada));
      }
      expect(await shout(here, "line", ada)).toBe(1);
    });

    it("5. keeps the order of one sender's messages to one receiver, shouts included", async () => {
      const ada = await join(here, "Ada");
      const bob = await join(there, "Bob");
      const receiver = await findOn(here, bob);
      const sent: string[] = [];
      for (let index = 0; index < 500; index++) {
        const text = `line ${index}`;
        sent.push(text);
        if (index % 7 === 0) void shout(here, text, ada);
        else send(here, receiver, text, ada);
      }
      await eventually(() => bob.texts.length >= sent.length, "all lines are there");
      expect(bob.texts).toEqual(sent);
    });

    it("6. delivers once, to the receiver alone", async () => {
      const ada = await join(here, "Ada");
      const bob = await join(there, "Bob");
      const cleo = await join(there, "Cleo");
      send(here, await findOn(here, bob), "hello", ada);
      send(here, await findOn(here, cleo), "the end", ada);
      await eventually(() => cleo.texts.length > 0, "the last message has arrived");
      await eventually(() => bob.texts.length > 0, "the first message has arrived");
      expect([ada.texts, bob.texts, cleo.texts]).toEqual([[], ["hello"], ["the end"]]);
      expect(ada.undelivered.size).toBe(0);
    });

    it("6. delivers to oneself", async () => {
      const ada = await join(here, "Ada");
      expect(send(here, ada.user, "note", ada)).toBe(DeliveryOutcome.Queued);
      expect(ada.texts).toEqual(["note"]);
    });

    it("6. accounts for every message to a receiver without room", async () => {
      const ada = await join(here, "Ada");
      const bob = await join(there, "Bob", 3);
      const receiver = await findOn(here, bob);
      const outcomes = Array.from({ length: 10 }, (_, index) => send(here, receiver, `${index}`, ada));
      const refused = outcomes.filter((outcome) => outcome === DeliveryOutcome.NoRoom).length;
      await eventually(
        () => bob.texts.length + refused + sum(ada.undelivered.values()) === 10,
        "each message is in the mailbox or reported to its sender",
      );
      expect(bob.texts).toEqual(["0", "1", "2"]);
    });

    it("6. accounts for a message to a receiver who has just gone", async () => {
      const ada = await join(here, "Ada");
      const bob = await join(there, "Bob");
      const receiver = await findOn(here, bob);
      there.release(bob);
      const outcome = send(here, receiver, "too late", ada);
      if (outcome === DeliveryOutcome.InFlight) {
        await eventually(() => ada.undelivered.get("Bob") === 1, "it is reported to the sender");
      } else {
        expect(outcome).toBe(DeliveryOutcome.Gone);
      }
      expect(bob.texts).toEqual([]);
    });

    it("6. reports messages that were in a mailbox and never written, and no others", async () => {
      const ada = await join(here, "Ada");
      const bob = await join(there, "Bob");
      const receiver = await findOn(here, bob);
      for (let index = 0; index < 10; index++) send(here, receiver, `${index}`, ada);
      await eventually(() => bob.unwritten.length === 10, "all are in the mailbox");
      for (const sender of bob.unwritten.slice(0, 4)) sender.written?.();
      // A mailbox reports to each sender once; one that stands for a message is a sender of its own.
      const counts = new Map<Sender, number>();
      for (const sender of bob.unwritten.slice(4)) counts.set(sender, (counts.get(sender) ?? 0) + 1);
      const tell = vi.spyOn(ada, "undeliverable");
      for (const [sender, count] of counts) sender.undeliverable("Bob", count);
      await eventually(() => ada.undelivered.has("Bob"), "it is reported to the sender");
      expect(tell.mock.calls).toEqual([["Bob", 6]]);
    });

    it("6. does not deliver a message to a newcomer who has the name of its receiver", async () => {
      const ada = await join(here, "Ada");
      const first = await join(here, "Bob");
      here.release(first);
      const second = await join(here, "Bob");
      expect(send(here, first.user, "for the first", ada)).toBe(DeliveryOutcome.Gone);
      expect(second.texts).toEqual([]);
    });

    it("7. writes a shout to everyone but the one left out, and counts them", async () => {
      const ada = await join(here, "Ada");
      const others = [await join(here, "Bob"), await join(there, "Cleo"), await join(there, "Dan")];
      for (const other of others) await findOn(here, other);
      expect(await shout(here, "hello", ada)).toBe(3);
      await eventually(() => others.every(({ texts }) => texts.length > 0), "everyone has it");
      expect(others.map(({ texts }) => texts)).toEqual([["hello"], ["hello"], ["hello"]]);
      expect(ada.texts).toEqual([]);
    });

    it("7. does not count a mailbox of this node that had no room for the shout", async () => {
      const ada = await join(here, "Ada");
      const full = await join(here, "Bob", 0);
      const cleo = await join(here, "Cleo");
      expect(await shout(here, "hello", ada)).toBe(1);
      expect([full.texts, cleo.texts]).toEqual([[], ["hello"]]);
    });

    it("7. goes on with a shout when a mailbox releases its name in the middle of it", async () => {
      const ada = await join(here, "Ada");
      const leaver = await join(here, "Bob");
      const cleo = await join(here, "Cleo");
      leaver.shout = () => {
        here.release(leaver);
        return false;
      };
      expect(await shout(here, "hello", ada)).toBe(1);
      expect(cleo.texts).toEqual(["hello"]);
    });

    describe("7. while a shout goes on in slices", () => {
      /** More receivers than one slice visits, and the time that each visit takes. */
      const CROWD = 40;

      class SlowMailbox extends RecordingMailbox {
        override shout(line: SharedLine): boolean {
          const until = performance.now() + 1;
          while (performance.now() < until);
          return super.shout(line);
        }
      }

      async function joinCrowd(backplane: Backplane): Promise<SlowMailbox[]> {
        const crowd = Array.from({ length: CROWD }, (_, index) => new SlowMailbox(`Crowd ${index}`));
        for (const mailbox of crowd) expect(await claimPatiently(backplane, mailbox)).toEqual({ kind: "claimed" });
        for (const mailbox of crowd) await findOn(here, mailbox);
        return crowd;
      }

      it("a message of the same sender comes behind it, for receivers who have it and receivers who lack it", async () => {
        const ada = await join(here, "Ada");
        const crowd = await joinCrowd(there);
        const [first, last] = [crowd[0] as SlowMailbox, crowd.at(-1) as SlowMailbox];
        const receivers = [await findOn(here, first), await findOn(here, last)];
        const shouts = [shout(here, "shout 1", ada), shout(here, "shout 2", ada)];
        for (const receiver of receivers) send(here, receiver, "direct", ada);
        await Promise.all(shouts);
        await eventually(() => crowd.every(({ texts }) => texts.length >= 2), "everyone has both");
        await eventually(() => [first, last].every(({ texts }) => texts.length === 3), "both have the direct one");
        for (const { texts } of [first, last]) expect(texts).toEqual(["shout 1", "shout 2", "direct"]);
        for (const { texts } of crowd.slice(1, -1)) expect(texts).toEqual(["shout 1", "shout 2"]);
      });

      it("a message to somebody whom a shout has just cut off is not taken", async () => {
        const ada = await join(here, "Ada");
        const crowd = await joinCrowd(here);
        const last = crowd.at(-1) as SlowMailbox;
        last.shout = () => {
          here.release(last);
          return false;
        };
        const shouting = shout(here, "shout", ada);
        expect(send(here, last.user, "direct", ada)).toBe(DeliveryOutcome.Gone);
        expect(await shouting).toBe(CROWD - 1);
        expect(last.texts).toEqual([]);
      });

      it("a user who joins does not get it, and a user who leaves before its turn does not count", async () => {
        const ada = await join(here, "Ada");
        const crowd = await joinCrowd(here);
        const shouting = shout(here, "shout", ada);
        const leaver = crowd.at(-1) as SlowMailbox;
        expect(leaver.texts).toEqual([]);
        here.release(leaver);
        const late = await join(here, "Late");
        expect(await shouting).toBe(CROWD - 1);
        expect([leaver.texts, late.texts]).toEqual([[], []]);
        expect(crowd.slice(0, -1).every(({ texts }) => texts.length === 1)).toBe(true);
      });
    });

    function claimDistinct(backplane: Backplane, userName: string): Promise<ClaimOutcome> {
      return claimPatiently(backplane, new RecordingMailbox(userName), { mustDiffer: true });
    }

    // Cyrillic, and Greek with lunate sigmas.
    const LIKE_COCO = ["сосо", "ϲοϲο", "СОСО", "Сосо", "ϹΟϹΟ"];

    it("8. refuses a name that looks like that of a user online, on every node that knows the user", async () => {
      const coco = await join(there, "Coco");
      await findOn(here, coco);
      for (const userName of LIKE_COCO) {
        for (const backplane of network.backplanes) {
          await findOn(backplane, coco);
          expect(await claimDistinct(backplane, userName)).toEqual<ClaimOutcome>({ kind: "look-alike" });
        }
      }
      expect([...here.users()].map((user) => user.name)).toEqual(["Coco"]);
    });

    it("8. compares names in all their cases", async () => {
      await join(here, "BABA");
      await join(here, "niko");
      expect(await claimDistinct(here, "ВАВА")).toEqual({ kind: "look-alike" });
      expect(await claimDistinct(here, "ΝΙΚΟ")).toEqual({ kind: "look-alike" });
      expect(await claimDistinct(here, "Νικο")).toEqual({ kind: "look-alike" });
    });

    it("8. refuses the same name as taken, not as a look-alike", async () => {
      const owner = await join(here, "сосо");
      for (const backplane of network.backplanes) {
        await findOn(backplane, owner);
        expect(await claimDistinct(backplane, "СОСО")).toEqual({ kind: "taken" });
      }
    });

    it("8. admits one of several look-alikes that come at once", async () => {
      const nodes = comparesAtOnce ? network.backplanes : [here];
      for (let round = 0; round < 20; round++) {
        const names = LIKE_COCO.slice(0, 2).map((userName) => `${userName} ${round}`);
        const claims = nodes.flatMap((backplane) => names.map((userName) => claimDistinct(backplane, userName)));
        const kinds = (await Promise.all(claims)).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === "claimed")).toHaveLength(1);
      }
    });

    it("8. never refuses plain ASCII for its looks, nor any name without `mustDiffer`", async () => {
      await join(here, "сосо");
      expect(await claimDistinct(here, "coco")).toEqual({ kind: "claimed" });
      await join(here, "ϲοϲο");
      for (const userName of ["Amie", "Arnie", "Group I", "Group 1", "l1l", "lil"]) {
        expect(await claimDistinct(here, userName)).toEqual({ kind: "claimed" });
      }
    });

    it("8. frees the look-alikes of a name together with that name, every time", async () => {
      for (let round = 0; round < 5; round++) {
        const coco = new RecordingMailbox("coco");
        const koko = new RecordingMailbox("сосо");
        expect(await claimPatiently(here, coco, { mustDiffer: true })).toEqual({ kind: "claimed" });
        expect(await claimPatiently(here, koko, { mustDiffer: true })).toEqual({ kind: "look-alike" });
        here.release(koko);
        here.release(coco);
        expect(await claimPatiently(here, koko, { mustDiffer: true })).toEqual({ kind: "claimed" });
        here.release(koko);
      }
    });

    it("8. frees it on every node", async () => {
      const coco = await join(here, "coco");
      await findOn(there, coco);
      expect(await claimDistinct(there, "сосо")).toEqual({ kind: "look-alike" });
      here.release(coco);
      await eventually(() => there.find("coco") === undefined, "the name is gone everywhere");
      expect(await claimDistinct(there, "сосо")).toEqual({ kind: "claimed" });
    });

    const IN_AN_HOUR = Date.now() + 3_600_000;

    function ban(userName: string, endsAt = IN_AN_HOUR): Sanction {
      return { kind: "ban", target: { name: userName }, endsAt, reason: "spam", by: "Eve" };
    }

    /** Connects users of the same name to each node, as if they were many. */
    function connectToEach(userName: string): ControlledFake[] {
      return network.backplanes.map((backplane, index) => {
        const fake = new ControlledFake(`${index}`, userName);
        const others = [...backplane.control.served.connections()].filter((other) => other instanceof ControlledFake);
        backplane.control.served = loopOf(...others, fake);
        return fake;
      });
    }

    it("9. carries an act out on every node, once on each, and counts whom it hits", async () => {
      const [bobs, adas] = [connectToEach("Bob"), connectToEach("Ada")];
      const each = bobs.length;
      // An act is for the nodes that its own node knows.
      for (const [index, backplane] of network.backplanes.entries()) {
        await findOn(here, await join(backplane, `user ${index}`));
      }
      const perform = async (...[act]: Parameters<Backplane["perform"]>) => {
        const { hits, silent } = await here.perform(act);
        expect(silent).toEqual([]);
        return hits;
      };
      expect(await perform({ kind: "announce", text: "to all" })).toBe(2 * each);
      await findOn(here, await join(there, "Bob"));
      // A name has one owner: an act for that user alone need not go further.
      expect(await perform({ kind: "tell", name: "BOB", text: "to Bob" })).toBeGreaterThanOrEqual(1);
      expect(bobs.at(-1)?.told).toEqual(["to all", "to Bob"]);
      expect(await perform({ kind: "disconnect", whom: { name: "bob" }, reason: "loud" })).toBe(each);
      expect(await perform({ kind: "disconnect", whom: { name: "nobody" }, reason: "" })).toBe(0);
      for (const bob of bobs) expect(bob.removedFor).toEqual(["loud"]);
      for (const ada of adas) expect(ada).toMatchObject({ told: ["to all"], removedFor: [] });
    });

    it("9. keeps a ban and a mute in force on every node, from the act until it is lifted", async () => {
      const [bobs, adas] = [connectToEach("Bob"), connectToEach("Ada")];
      expect(await here.perform({ kind: "impose", sanction: ban("bob") })).toEqual({ hits: bobs.length, silent: [] });
      const mute: Sanction = { ...ban("Ada"), kind: "mute" };
      expect(await there.perform({ kind: "impose", sanction: mute })).toEqual({ hits: 0, silent: [] });
      for (const { control } of network.backplanes) expect(control.sanctions.list()).toEqual([ban("bob"), mute]);
      for (const { removedFor } of bobs) expect(removedFor).toEqual([expect.stringMatching(/^spam - banned, for /)]);
      for (const { removedFor } of adas) expect(removedFor).toEqual([]);
      await there.perform({ kind: "lift", sanction: { kind: "ban", target: { name: "BOB" } } });
      for (const { control } of network.backplanes) expect(control.sanctions.list()).toEqual([mute]);
      expect(await here.perform({ kind: "lift", sanction: ban("nobody") })).toEqual({ hits: 0, silent: [] });
    });

    it("9. gives a ban another end without a second hit", async () => {
      const bobs = connectToEach("Bob");
      await here.perform({ kind: "impose", sanction: ban("Bob") });
      const longer = ban("BOB", IN_AN_HOUR + 1);
      expect((await there.perform({ kind: "impose", sanction: longer })).hits).toBe(0);
      for (const { control } of network.backplanes) expect(control.sanctions.list()).toEqual([longer]);
      for (const { removedFor } of bobs) expect(removedFor).toHaveLength(1);
    });

    it("9. ends a ban in time on every node", async () => {
      const short = ban("Bob", Date.now() + 1_000);
      await here.perform({ kind: "impose", sanction: ban("Ada") });
      await here.perform({ kind: "impose", sanction: short });
      const isOver = ({ control }: Backplane) => !control.sanctions.has(short);
      await eventually(() => network.backplanes.every(isOver), "it is over");
      expect(Date.now()).toBeGreaterThanOrEqual(short.endsAt);
      for (const { control } of network.backplanes) expect(control.sanctions.list()).toEqual([ban("Ada")]);
    });

    it("9. keeps a ban in force on a node that comes later, also when the one that made it has gone", async () => {
      if (!network.add) return;
      await here.perform({ kind: "impose", sanction: ban("Bob") });
      await here.perform({ kind: "impose", sanction: ban("Ada") });
      await here.perform({ kind: "lift", sanction: ban("Ada") });
      const nodes = [await network.add()];
      await here.close();
      nodes.push(await network.add());
      const hasBan = ({ control }: Backplane) => control.sanctions.has(ban("Bob"));
      await eventually(() => nodes.every(hasBan), "the ban is in force");
      for (const { control } of nodes) expect(control.sanctions.list()).toEqual([ban("Bob")]);
    });

    it("frees every name of a node that is closed", async () => {
      await join(here, "Ada");
      await here.close();
      await eventually(() => network.backplanes.every((node) => node.find("ada") === undefined), "the name is free");
    });
  });
}
