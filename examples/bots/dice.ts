import { roll } from "./roll.ts";
import { joinAsBot } from "./shared/join-as-bot.ts";
import { readFlags } from "./shared/read-flags.ts";
import { serve } from "./shared/serve.ts";

const { name, server } = readFlags({ name: "dice-bot", server: "127.0.0.1:65432" });
const chat = await joinAsBot(name, server);

await serve(chat, {
  direct: ({ from, msg }) => chat.send(from.name, roll(msg)),
});
