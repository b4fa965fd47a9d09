import { connect } from "node:net";
import { createInterface } from "node:readline";
import { createJsonMsg, decodeJsonMsg } from "@chat/protocol";
import { createChatNode } from "@chat/server";
import { endpoints } from "./fingerprint.ts";

await using node = createChatNode({ host: "127.0.0.1", port: 0, endpoints });
const { port } = await node.listen();

// Any client will do. This one asks three things at once and leaves; the answers come in the order of the questions,
// although the first takes longest.
const socket = connect(port, "127.0.0.1");
const ask = (to: string, text: string) => `${createJsonMsg("Ada", "127.0.0.1", to, text)}\n`;
socket.end(`Ada\n${ask("/fingerprint", "hello")}${ask("/list", "")}${ask("/help", "")}`);

for await (const line of createInterface({ input: socket })) {
  const message = decodeJsonMsg(Buffer.from(line));
  console.log(`${message?.from.name}: ${JSON.stringify(message?.msg)}`);
}
