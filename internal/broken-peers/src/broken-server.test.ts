import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { BrokenServer } from "./broken-server.ts";
import { findToolchainProblem } from "./language.ts";

it.skipIf(findToolchainProblem("python") !== null)("keeps the last words of a server that dies", async () => {
  await using server = await BrokenServer.start("dies_of_bad_message");
  expect(server.crash).toBe("");
  const socket = connect(server.port, "127.0.0.1").resume();
  const closed = once(
    socket.on("error", () => undefined),
    "close",
  );
  socket.write("Ada\n{}\n");
  await closed;
  await expect.poll(() => server.crash, { timeout: 60_000 }).toMatch(/^It ended with code 1\..*ValueError/s);
});
