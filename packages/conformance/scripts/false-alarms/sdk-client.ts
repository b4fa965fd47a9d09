// A small program on the SDK, as the kit judges it: HOST PORT NAME, then a line for each `@NAME TEXT`, `/ENDPOINT`, or `/quit`.
import { createInterface } from "node:readline";
import { ChatClient, type ChatError } from "@chat/client-sdk";
import { displayText } from "@chat/protocol";

const [host, port, name = ""] = process.argv.slice(2);
const show = (text: string) => console.log(displayText(text).replaceAll("\n", "\n    "));
const complain = (error: ChatError) => show(error.message);

const chat = await ChatClient.connect({ name, host, port: Number(port) }).catch((error: ChatError) => {
  complain(error);
  process.exit(1);
});
chat.on("undeliverable", ({ text }) => show(text));
chat.on("disconnected", ({ error }) => complain(error));
chat.on("reconnected", () => show("Online again."));
chat.on("closed", ({ error }) => {
  if (error) complain(error);
  process.exit(error ? 1 : 0);
});
show(`Online as ${name}.`);
createInterface({ input: process.stdin }).on("line", (line) => {
  const [to = "", ...words] = line.split(" ");
  if (line === "/quit") chat.close().catch(complain);
  else if (line.startsWith("/")) chat.request(`/${to.slice(1)}`, words.join(" ")).then(show, complain);
  else chat.send(to.slice(1), words.join(" ")).catch(complain);
});
for await (const { from, msg } of chat.messages()) show(`${from.name}: ${msg}`);
