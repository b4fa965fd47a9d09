import { flushCompileCache } from "node:module";
import { createChatNode } from "@chat/server";

// A process that is killed does not write the cache: the next one would compile everything again.
flushCompileCache();

const [host = ""] = process.argv.slice(2);
// The test may be gone without having ended this process.
process.on("disconnect", () => process.exit());
process.on("message", async (port: number) => {
  const node = createChatNode({ host, port });
  process.send?.((await node.listen()).port);
});
