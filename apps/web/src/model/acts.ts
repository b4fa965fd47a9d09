import { displayText } from "@chat/protocol";
import type { ActRequest, ActResult, Sanction } from "./contract.ts";
import { countNoun, formatAge } from "./words.ts";

/** The words for an act. */
export interface ActWords {
  readonly title: string;
  /** Its outcome, in sentences. */
  readonly text: string;
  /** The word on the button. */
  readonly verb: string;
  /** Returns the outcome in words, once it is done. */
  readonly done: (hits: number) => string;
}

/** Users that are named before a ban. */
const MAX_NAMED_USERS = 12;

/** Describes an act: for the question whether to do it, and when it is done. */
export function describeAct(request: ActRequest): ActWords {
  switch (request.act) {
    case "tell": {
      const name = displayText(request.name);
      const done = (hits: number) =>
        hits > 0 ? `${name} got the message.` : `${name} did not get it: not online, or with too much unread.`;
      return { title: `Message to ${name}`, text: quoted(request.text), verb: "Send", done };
    }
    case "announce": {
      const done = (hits: number) => `${countNoun(hits, "user")} got the announcement.`;
      return { title: "Announcement to everybody", text: quoted(request.text), verb: "Send", done };
    }
    case "mute": {
      const [name, time] = [displayText(request.name), formatAge(request.forMs)];
      const text = `For ${time}, what this user sends to others is refused, and the user is told so.${because(request)}`;
      return { title: `Mute ${name}`, text, verb: "Mute", done: () => `${name} is mute for ${time}.` };
    }
    case "disconnect": {
      const whom = whomWords(request.whom);
      const text = `The user is told so. A client that keeps to the contract does not come back by itself.${because(request)}`;
      const done = (hits: number) =>
        hits > 0
          ? `Disconnected ${whom}: ${countNoun(hits, "connection")}.`
          : "Nobody was disconnected: they are gone.";
      return { title: `Disconnect ${whom}`, text, verb: "Disconnect", done };
    }
    case "ban": {
      const [target, time] = [targetWords(request.target), formatAge(request.forMs)];
      const text = `Keeps out ${target} for ${time}.${because(request)}`;
      const done = (hits: number) => `Banned ${target} for ${time}; ${countNoun(hits, "connection")} disconnected.`;
      return { title: `Ban ${target}`, text, verb: "Ban", done };
    }
    case "unban": {
      const title = `End the ban of ${targetWords(request.target)}`;
      const done = (hits: number) =>
        hits > 0 ? `The ban of ${targetWords(request.target)} is over.` : "There is no such ban any more.";
      return { title, text: "They may come back.", verb: "End ban", done };
    }
    case "unmute": {
      const name = displayText(request.name);
      const done = (hits: number) => (hits > 0 ? `${name} is no longer mute.` : "There is no such mute any more.");
      return { title: `End the mute of ${name}`, text: "This user may send to others again.", verb: "End mute", done };
    }
    case "affected":
      return { title: "", text: "", verb: "", done: () => "" };
  }
}

/** Says whom a ban disconnects. */
export function affectedWords(users: readonly { readonly name: string }[]): string {
  if (users.length === 0) return "It disconnects nobody who is online now.";
  const named = users.slice(0, MAX_NAMED_USERS).map(({ name }) => displayText(name));
  const more = users.length > named.length ? ` and ${users.length - named.length} more` : "";
  return `It disconnects ${countNoun(users.length, "user")}: ${named.join(", ")}${more}.`;
}

/** Says what an act has done, and where nothing is known of it. */
export function describeEffect(request: ActRequest, { hits, silent }: ActResult): string {
  const missing = silent.length === 0 ? "" : ` No answer from ${silent.map((node) => displayText(node)).join(", ")}.`;
  return `${describeAct(request).done(hits)}${missing}`;
}

/** Returns the act that ends a ban or a mute. */
export function endOf({ kind, target }: Sanction): ActRequest | null {
  if (kind === "ban") return { act: "unban", target };
  return "name" in target ? { act: "unmute", name: target.name } : null;
}

function whomWords(whom: { readonly name: string } | { readonly id: string }): string {
  return "name" in whom ? displayText(whom.name) : "a client without a name";
}

export function targetWords(target: Sanction["target"]): string {
  return "name" in target ? `the name ${displayText(target.name)}` : `the address ${displayText(target.address)}`;
}

function quoted(text: string): string {
  return `“${displayText(text)}”`;
}

function because({ reason }: { readonly reason?: string | undefined }): string {
  return reason ? ` Reason: ${displayText(reason)}` : "";
}
