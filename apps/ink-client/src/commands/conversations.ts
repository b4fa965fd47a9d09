import { EVERYONE, findUsernameProblem, isSameName, SERVER_NAME } from "@chat/protocol";
import { currentConversation } from "../state/chat-state.ts";
import { knownNames } from "../state/completion-context.ts";
import { EVERYONE_KEY, SERVER_KEY } from "../state/conversation.ts";
import type { Command } from "./command.ts";

export const query: Command = {
  name: "/query",
  argument: "NAME",
  summary: "Open the conversation with somebody",
  run: (name, { store, note }) => {
    if (isSameName(name, EVERYONE)) return store.dispatch({ kind: "switched", key: EVERYONE_KEY });
    if (isSameName(name, SERVER_NAME)) return store.dispatch({ kind: "switched", key: SERVER_KEY });
    const problem = findUsernameProblem(name);
    if (problem) return note(problem.text, "problem");
    const known = knownNames(store.state).find((candidate) => isSameName(candidate, name));
    store.dispatch({ kind: "opened", name: known ?? name });
  },
};

export const close: Command = {
  name: "/close",
  argument: "",
  summary: "Close this conversation",
  run: (_argument, { store, note }) => {
    const { kind, key } = currentConversation(store.state);
    if (kind === "person") return store.dispatch({ kind: "closed", key });
    note("Only the conversation with a person can be closed. /quit leaves the chat.", "problem");
  },
};

export const read: Command = {
  name: "/read",
  argument: "",
  summary: "Mark all messages as read",
  run: (_argument, { store }) => store.dispatch({ kind: "allRead" }),
};

export const clear: Command = {
  name: "/clear",
  argument: "",
  summary: "Empty the log of this conversation",
  run: (_argument, { store }) => store.dispatch({ kind: "cleared", key: store.state.currentKey }),
};
