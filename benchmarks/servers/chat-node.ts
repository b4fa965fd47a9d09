import { createChatNode } from "@chat/server";
import { answerMeasurements } from "../load/process-usage.ts";

const node = createChatNode({
  host: "127.0.0.1",
  port: 0,
  // The rates exist to slow down what a load generator does.
  limits: { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 },
});
answerMeasurements(await node.listen());
