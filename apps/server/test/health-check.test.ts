import { execFile } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";
import { HEALTH_CHECK } from "./command-under-test.ts";

async function checkHealth(port: number): Promise<number> {
  const checking = promisify(execFile)(process.execPath, [HEALTH_CHECK], {
    env: { CHAT_PORT: `${port}` },
  });
  return await checking.then(
    () => 0,
    ({ code }) => code,
  );
}

describe("the health check", () => {
  it("finds a server healthy, and leaves no trace among its users", async () => {
    await using server = await ChatServerProcess.start("--log-format=json");
    expect(await checkHealth(server.port)).toBe(0);
    await using ada = await server.join("Ada");
    expect(ada.messages[0]?.msg).toContain("You are the first connected user.");
    await server.waitForOutput(/"name":"Ada"/);
    expect(server.events.filter(({ event }) => event === "join")).toMatchObject([{ name: "Ada" }]);
  });

  it("leaves nothing in the log, however often it asks", async () => {
    await using server = await ChatServerProcess.start("--log-format=json");
    for (let time = 0; time < 3; time++) expect(await checkHealth(server.port)).toBe(0);
    server.signal("SIGTERM");
    expect(await server.closed()).toBe(0);
    expect(server.events.map(({ event }) => event)).toEqual(["listening", "stopping", "stopped"]);
  });

  it("finds a server that accepts and never answers unhealthy", async () => {
    const mute = createServer().listen(0, "127.0.0.1");
    await once(mute, "listening");
    expect(await checkHealth((mute.address() as AddressInfo).port)).toBe(1);
    mute.close();
  });
});
