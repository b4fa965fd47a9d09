import { isSameName } from "@chat/protocol";
import { joinAsBot } from "./shared/join-as-bot.ts";
import { readFlags } from "./shared/read-flags.ts";
import { serve } from "./shared/serve.ts";
import { findWatchedWords } from "./watched-words.ts";

const { name, server, teacher, words } = readFlags({
  name: "moderator-bot",
  server: "127.0.0.1:65432",
  teacher: "",
  words: "idiot, stupid",
});
const chat = await joinAsBot(name, server);

// It sees what is written to everyone. What two people write to each other reaches nobody else.
await serve(chat, {
  shout: async ({ from, msg }) => {
    const found = findWatchedWords(msg, words).join(", ");
    if (found === "") return;
    await chat.send(from.name, `Please choose other words than: ${found}. Only you can read this.`);
    if (teacher === "" || isSameName(teacher, from.name)) return;
    await chat.send(teacher, `${from.name} used these words: ${found}`);
  },
  direct: ({ from }) => chat.send(from.name, `I read what is written to everyone, and watch these words: ${words}`),
});
