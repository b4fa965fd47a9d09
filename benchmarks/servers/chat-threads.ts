import { fileURLToPath } from "node:url";
import { createChatServer } from "@chat/server";
import { answerMeasurements } from "../load/process-usage.ts";

const server = await createChatServer({
  host: "127.0.0.1",
  port: 0,
  threads: 2,
  modules: [fileURLToPath(new URL("which-thread.ts", import.meta.url))],
  // The rates exist to slow down what a load generator does.
  limits: { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 },
});
answerMeasurements(await server.listen());
