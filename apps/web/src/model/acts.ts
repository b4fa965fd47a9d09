import { displayText } from "@chat/protocol";
import type { ActRequest, ActResult, Sanction } from "./contract.ts";
import { countNoun, formatAge } from "./words.ts";

/** The words for an act before it is done. */
export interface ActWords {
  readonly title: string;
  /** Its outcome, in sentences. */
  readonly text: string;
  /** The word on the button. */
  readonly verb: string;
}

/** Users that are named before a ban. */
const MAX_NAMED_USERS = 12;

/** Describes an act for the question whether to do it. */
export function describeAct(request: ActRequest): ActWords {
  switch (request.act) {
    case "tell":
      return { title: `Message to ${displayText(request.name)}`, text: quoted(request.text), verb: "Send" };
    case "announce":
      return { title: "Announcement to everybody", text: quoted(request.text), verb: "Send" };
    case "mute": {
      const text = `For ${formatAge(request.forMs)}, what this user sends to others is refused, and the user is told so.`;
      return { title: `Mute ${displayText(request.name)}`, text: text + because(request.reason), verb: "Mute" };
    }
    case "disconnect": {
      const text = `The user is told so. A client that keeps to the contract does not come back by itself.`;
      return {
        title: `Disconnect ${whomWords(request.whom)}`,
        text: text + because(request.reason),
        verb: "Disconnect",
      };
    }
    case "ban": {
      const text = `Keeps out ${targetWords(request.target)} for ${formatAge(request.forMs)}.`;
      return { title: `Ban ${targetWords(request.target)}`, text: text + because(request.reason), verb: "Ban" };
    }
    case "unban":
      return { title: `End the ban of ${targetWords(request.target)}`, text: "They may come back.", verb: "End ban" };
    case "unmute":
      return {
        title: `End the mute of ${displayText(request.name)}`,
        text: "This user may send to others again.",
        verb: "End mute",
      };
    case "affected":
      return { title: "", text: "", verb: "" };
  }
}

/** Says whom a ban disconnects. */
export function affectedWords(users: readonly { readonly name: string }[]): string {
  if (users.length === 0) return "It disconnects nobody who is online now.";
  const named = users.slice(0, MAX_NAMED_USERS).map(({ name }) => displayText(name));
  const more = users.length > named.length ? ` and ${users.length - named.length} more` : "";
  return `It disconnects ${countNoun(users.length, "user")}: ${named.join(", ")}${more}.`;
}

/** Says what an act has done. */
export function describeEffect(request: ActRequest, { hits, silent }: ActResult): string {
  const missing = silent.length === 0 ? "" : ` No answer from ${silent.map((node) => displayText(node)).join(", ")}.`;
  return `${describeHits(request, hits)}${missing}`;
}

function describeHits(request: ActRequest, hits: number): string {
  switch (request.act) {
    case "tell":
      return hits > 0
        ? `${displayText(request.name)} got the message.`
        : `${displayText(request.name)} did not get it: not online, or with too much unread.`;
    case "announce":
      return `${countNoun(hits, "user")} got the announcement.`;
    case "mute":
      return `${displayText(request.name)} is mute for ${formatAge(request.forMs)}.`;
    case "disconnect":
      return hits > 0
        ? `Disconnected ${whomWords(request.whom)}: ${countNoun(hits, "connection")}.`
        : "Nobody was disconnected: they are gone.";
    case "ban":
      return `Banned ${targetWords(request.target)} for ${formatAge(request.forMs)}; ${countNoun(hits, "connection")} disconnected.`;
    case "unban":
      return hits > 0 ? `The ban of ${targetWords(request.target)} is over.` : "There is no such ban any more.";
    case "unmute":
      return hits > 0 ? `${displayText(request.name)} is no longer mute.` : "There is no such mute any more.";
    case "affected":
      return "";
  }
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

function because(reason: string | undefined): string {
  return reason ? ` Reason: ${displayText(reason)}` : "";
}
