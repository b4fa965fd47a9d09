import { expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { ThreadHub } from "./thread-hub.ts";
import type { FromHub, ToHub } from "./thread-message.ts";

it("refuses a name to those alone who wanted it when its owner was looked for", async () => {
  const hub = new ThreadHub(0);
  const [owner, other] = [addThread(hub), addThread(hub)];
  const looks = () => owner.heard.filter(({ kind }) => kind === "look-for").length;
  owner.tell({ kind: "claim", number: 1, key: "ada", name: "Ada", ip: "127.0.0.1" });
  await eventually(() => owner.heard.some(({ kind }) => kind === "claimed"), "the owner has the name");
  other.tell({ kind: "claim", number: 1, key: "ada", name: "Ada", ip: "127.0.0.1" });
  await eventually(() => looks() === 1, "the owner is looked for");
  other.tell({ kind: "claim", number: 2, key: "ada", name: "Ada", ip: "127.0.0.1" });
  await eventually(() => looks() === 2, "the owner is looked for again");
  // The owner was there at the first look, and has gone before the second.
  owner.tell({ kind: "present", key: "ada", number: 1, look: 1 }, { kind: "release", number: 1, key: "ada" });
  await eventually(() => other.heard.some(({ kind }) => kind === "claimed"), "the second has the name");
  expect(other.heard).toContainEqual({ kind: "taken", number: 1 });
  expect(other.heard).toContainEqual({ kind: "claimed", numbers: [2] });
  hub.close();
});

/** A thread that says what it is told to say, and shows what it hears. */
function addThread(hub: ThreadHub) {
  const { port } = hub.addThread();
  const heard: FromHub[] = [];
  port.on("message", (messages: readonly FromHub[]) => heard.push(...messages));
  return { heard, tell: (...messages: ToHub[]) => port.postMessage(messages) };
}
