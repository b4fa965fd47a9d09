import { MessageChannel } from "node:worker_threads";
import { expect, it } from "vitest";
import { RpcPort } from "./rpc-port.ts";

it("fails a call whose arguments or answer can't be posted, and no other one of its turn", async () => {
  const { port1, port2 } = new MessageChannel();
  const own = { give: (value: unknown) => value, giveFunction: () => () => undefined };
  const near = new RpcPort<typeof own>(port1, {}, () => undefined);
  new RpcPort(port2, own, () => undefined);
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
  near.close();
});
