import { describeControl } from "./control-contract.ts";
import { startTestServer } from "./test-server.ts";

describeControl("at one server", async (options) => {
  const server = await startTestServer(options);
  return {
    server: server.node,
    connectFar: server.connect,
    connectNear: server.connect,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
});
