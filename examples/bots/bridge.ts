import type { ChatClient } from "@chat/client-sdk";
import { joinAsBot } from "./shared/join-as-bot.ts";
import { readFlags } from "./shared/read-flags.ts";
import { type BotHandlers, serve } from "./shared/serve.ts";

const { name, here, there } = readFlags({ name: "bridge-bot", here: "127.0.0.1:65432", there: "127.0.0.1:65433" });
const [chatHere, chatThere] = [await joinAsBot(name, here), await joinAsBot(name, there)];

await Promise.all([
  serve(chatHere, bridge(chatHere, chatThere, there)),
  serve(chatThere, bridge(chatThere, chatHere, here)),
]);

/**
 * Forwards shouts from one chat to the other. The bridge's own shouts do not come back: a server sends a shout to everyone
 * else, and what bots write, such as another bridge between the same servers, is not handled.
 */
function bridge(from: ChatClient, to: ChatClient, address: string): BotHandlers {
  return {
    shout: (message) => to.shout(`${message.from.name}: ${message.msg}`),
    direct: (message) => from.send(message.from.name, `I forward what you shout to the chat at ${address}.`),
  };
}
