import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, it, vi } from "vitest";
import { RpcPort } from "./rpc-port.ts";

let { port1, port2 } = new MessageChannel();
afterEach(() => {
  port1.close();
  ({ port1, port2 } = new MessageChannel());
});

function connect<Own extends { readonly [Name in keyof Own]: (...args: never[]) => unknown }>(own: Own): RpcPort<Own> {
  const near = new RpcPort<Own>(port1);
  near.serve({});
  new RpcPort(port2).serve(own);
  return near;
}

it("fails a call whose arguments or answer can't be posted, and no other one of its turn", async () => {
  const near = connect({ give: (value: unknown) => value, giveFunction: () => () => undefined });
  const calls = [
    near.call("give", 1),
    near.call("give", () => undefined),
    near.call("giveFunction"),
    near.call("give", 2),
  ];
  const results = await Promise.allSettled(calls);
  expect(results.map((result) => (result.status === "fulfilled" ? result.value : `${result.reason}`))).toEqual([
    1,
    expect.stringContaining("could not be cloned"),
    expect.stringContaining("could not be cloned"),
    2,
  ]);
});

it("passes on the code of a system's error, and whether it is a RangeError", async () => {
  const near = connect({
    listen: () => Promise.reject(Object.assign(new Error("in use"), { code: "EADDRINUSE" })),
    count: () => Promise.reject(new RangeError("too many")),
  });
  await expect(near.call("listen")).rejects.toMatchObject({ message: "in use", code: "EADDRINUSE" });
  await expect(near.call("count")).rejects.toBeInstanceOf(RangeError);
});

it("hands ports over, and asks for no answer to what it tells", async () => {
  const taken = Promise.withResolvers<string>();
  const near = connect({ take: (port: typeof port1) => void port.on("message", taken.resolve) });
  const posted = vi.spyOn(port2, "postMessage");
  const link = new MessageChannel();
  near.tell("take", link.port2);
  link.port1.postMessage("by the port");
  expect(await taken.promise).toBe("by the port");
  expect(posted).not.toHaveBeenCalled();
  link.port1.close();
});

it("rejects calls without an answer when the other end is closed, and all later ones", async () => {
  const near = connect({ never: () => new Promise(() => undefined) });
  const call = near.call("never");
  port2.close();
  await expect(call).rejects.toThrow("its thread has ended");
  await expect(near.call("never")).rejects.toThrow("its thread has ended");
});
