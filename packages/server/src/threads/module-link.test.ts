import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, it, vi } from "vitest";
import type { EndpointContext } from "../dispatch/endpoint.ts";
import { MAX_WAITING_CALL_COST } from "../limits.ts";
import { ModuleLink } from "./module-link.ts";

const { port1, port2 } = new MessageChannel();
afterEach(() => {
  port1.close();
  port2.close();
});

function createLink() {
  const link = new ModuleLink({
    urls: ["a"],
    endpoints: [{ name: "/a", summary: "" }],
    allEndpoints: [],
    admits: true,
    endpointTimeoutMs: 1_000,
  });
  const reply = vi.fn();
  const context = { sender: { name: "Ada", ip: "::1" }, text: "x".repeat(60_000), reply, textRoom: () => 9 };
  const call = () => link.module.module.endpoints?.[0]?.handle(context as Partial<EndpointContext> as EndpointContext);
  return { link, reply, call };
}

it("answers with an error, and admits nobody, while there is no thread", async () => {
  const { link, reply, call } = createLink();
  await call();
  expect(reply).toHaveBeenCalledWith("❌ Error: '/a' is not there at the moment. Try again later.");
  expect(() => link.module.module.admit?.({ name: "Ada", ip: "::1" })).toThrow("its thread is not there");
});

it("bounds what waits for a thread that is too slow, and fails all of it when that dies", async () => {
  const { link, reply, call } = createLink();
  link.connect(port1);
  const calls = [];
  while (reply.mock.calls.length === 0) calls.push(call());
  expect(reply).toHaveBeenCalledWith("❌ Error: '/a' has too much to do. Try again later.");
  expect((calls.length - 1) * 61_000).toBeLessThanOrEqual(MAX_WAITING_CALL_COST);
  const admission = link.module.module.admit?.({ name: "Ada", ip: "::1" });
  port2.close();
  await expect(admission).rejects.toThrow("its thread has ended");
  const results = await Promise.allSettled(calls);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(calls.length - 1);
});
