import { fileURLToPath } from "node:url";
import { createChatServer } from "@chat/server";

const modules = [fileURLToPath(new URL("rooms.ts", import.meta.url))];
const server = await createChatServer({
  host: "127.0.0.1",
  port: Number(process.env.PORT ?? 65432),
  threads: 2,
  modules,
});
const { port } = await server.listen();
console.log(`Rooms on port ${port}, over ${server.threadCount} threads`);
process.once("SIGTERM", () => server.close({ graceMs: 0 }));
process.once("SIGINT", () => server.close({ graceMs: 0 }));
