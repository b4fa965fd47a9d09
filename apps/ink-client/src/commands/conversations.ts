import { displayText, EVERYONE, findUsernameProblem, isSameName, SERVER_NAME } from "@chat/protocol";
import { foldText } from "../input/folded-text.ts";
import { knownNames } from "../state/completion-context.ts";
import { EVERYONE_KEY, SERVER_KEY } from "../state/conversation.ts";
import type { Command } from "./command.ts";

export const query: Command = {
  name: "/query",
  argument: "NAME",
  summary: "Open a conversation",
  run: (name, { store, note }) => {
    if (isSameName(name, EVERYONE)) return store.dispatch({ kind: "switched", key: EVERYONE_KEY });
    if (isSameName(name, SERVER_NAME)) return store.dispatch({ kind: "switched", key: SERVER_KEY });
    const problem = findUsernameProblem(name);
    if (problem) return note(problem.text, "problem");
    const names = knownNames(store.state);
    const known = names.find((candidate) => isSameName(candidate, name));
    // Not every keyboard has an ë; the prompt shows whom the conversation is with.
    const similar = names.find((candidate) => foldText(displayText(candidate)) === foldText(name));
    store.dispatch({ kind: "opened", name: known ?? similar ?? name });
  },
};

export const close: Command = {
  name: "/close",
  argument: "",
  summary: "Close the conversation",
  run: (_argument, { store, note }) => {
    const { kind, key } = store.current;
    if (kind === "person") return store.dispatch({ kind: "closed", key });
    note("Only the conversation with a person can be closed. /quit leaves the chat.", "problem");
  },
};

export const read: Command = {
  name: "/read",
  argument: "",
  summary: "Mark all as read",
  run: (_argument, { store }) => store.dispatch({ kind: "allRead" }),
};

export const clear: Command = {
  name: "/clear",
  argument: "",
  summary: "Empty the log",
  run: (_argument, { store }) => store.dispatch({ kind: "cleared", key: store.state.currentKey }),
};
