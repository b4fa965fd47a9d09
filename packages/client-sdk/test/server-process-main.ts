import { createChatNode } from "@chat/server";

const [host = "", port = ""] = process.argv.slice(2);
// Whoever started it may be gone without having ended it.
process.on("disconnect", () => process.exit());
const node = createChatNode({ host, port: Number(port) });
process.send?.((await node.listen()).port);
