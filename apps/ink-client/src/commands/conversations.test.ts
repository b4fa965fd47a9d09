import { expect, it } from "vitest";
import { createChatState, currentConversation } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { query } from "./conversations.ts";

it("opens the conversation with a known person, whose accents need not be typed", () => {
  const store = new ChatStore(createChatState({ host: "127.0.0.1", port: 1, name: "Ada" }, { columns: 80, rows: 12 }));
  const unwanted = () => expect.unreachable("A conversation needs nothing else.");
  const context = { store, note: unwanted, changeSettings: unwanted, searchLog: unwanted, quit: unwanted };
  const opened = (name: string) => {
    query.run(name, context);
    return currentConversation(store.state).title;
  };
  store.dispatch({ kind: "people", people: { names: ["Zoë", "Renée", "Renee"], count: 3 } });
  expect(["zoe", "RENEE", "renée", "Linus"].map(opened)).toEqual(["Zoë", "Renee", "Renée", "Linus"]);
});
