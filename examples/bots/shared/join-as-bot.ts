import { ChatClient, ChatError } from "@chat/client-sdk";
import { isBotName } from "./bot-name.ts";
import { fail, print } from "./print.ts";

/**
 * Joins a chat under the name of a bot, and prints what happens to the connection. Ctrl-C closes the client. When the bot
 * can't join, the program ends with exit code 1.
 *
 * @param server the address, such as `127.0.0.1:65432`
 */
export async function joinAsBot(name: string, server: string): Promise<ChatClient> {
  if (!isBotName(name)) fail(name, 'The name of a bot ends in "-bot", so that other bots do not answer it.', 2);
  const chat = await connect(name, server);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => chat.close());
  chat.on("undeliverable", ({ message }) => print(name, `a message did not reach ${message.to}`));
  chat.on("disconnected", ({ error }) => print(name, error.isRetryable ? `${error.message} Trying again.` : "offline"));
  chat.on("reconnected", () => print(name, "online again"));
  chat.on("closed", ({ error }) => {
    if (error) fail(name, explain(error), 1);
  });
  print(name, `online at ${server}. Ctrl-C stops it.`);
  return chat;
}

async function connect(name: string, server: string): Promise<ChatClient> {
  const { hostname, port } = readAddress(name, server);
  try {
    return await ChatClient.connect({ name, host: hostname.replace(/[[\]]/g, ""), port: Number(port) });
  } catch (error) {
    if (error instanceof ChatError) return fail(name, explain(error), 1);
    throw error;
  }
}

function readAddress(name: string, server: string): URL {
  const address = URL.parse(`chat://${server}`);
  if (address?.port) return address;
  return fail(name, `"${server}" is not the address of a server. One looks like this: 127.0.0.1:65432`, 2);
}

function explain(error: ChatError): string {
  return error.code === "USERNAME_TAKEN" ? "Somebody has this name. Choose another with --name." : error.message;
}
