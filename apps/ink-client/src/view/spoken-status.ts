import { displayText } from "@chat/protocol";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { cutToCells } from "./cells.ts";
import { writeSpokenLine } from "./spoken-line.ts";
import { QUESTIONS } from "./status-row.ts";

/** A longer hit of a search is cut: a screen reader reads all of it before the next one. */
const MAX_HIT_CELLS = 300;

/** Returns the state of the connection in words that do not change each second: a screen reader would read each change; or the line that a search has found. */
export function spokenStatus(state: ChatState): string {
  const { connection, lateMs, target, people, peopleAge } = state;
  if (state.keyPrefix !== null) return `${state.keyPrefix}: another key follows, Esc leaves`;
  if (state.question) return QUESTIONS[state.question.kind][0];
  if (state.overlay.kind === "traffic") return "traffic: Esc closes it";
  const conversation = currentConversation(state);
  const { search, lines } = conversation;
  const hit = search && lines.find(({ id }) => id === search.hits[search.index]);
  if (hit) return cutToCells(writeSpokenLine(hit, conversation), MAX_HIT_CELLS);
  switch (connection.kind) {
    case "offline":
    case "connecting":
    case "leaving":
      return connection.kind;
    case "waiting":
      return `${connection.problem} It is tried again, at once on Enter.`;
    case "online": {
      if (lateMs > 0) return "the server does not answer";
      const count = peopleAge === "current" ? `, ${people.count + 1} online` : "";
      return `online as ${displayText(target.name)}${count}`;
    }
  }
}
