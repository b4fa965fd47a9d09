// A chat server whose limits are the first argument, as JSON.
import { createChatNode } from "@chat/server";
import { answerMeasurements } from "../load/process-usage.ts";

const node = createChatNode({ host: "127.0.0.1", port: 0, limits: JSON.parse(process.argv[2] ?? "{}") });
answerMeasurements(await node.listen());
