import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { Wire } from "./wire.ts";

it("hands out what has come in its order, however it came and is taken", async () => {
  const sent = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251));
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    for (let start = 0; start < sent.length; start += 700) socket.write(sent.subarray(start, start + 700));
    socket.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  using wire = await Wire.connect("127.0.0.1", (server.address() as AddressInfo).port, "a server");
  server.close();
  const taken: Buffer[] = [];
  for (let size = 1; await wire.wait(() => wire.unread[0] !== undefined || null, 60_000); size += 13)
    taken.push(wire.take(size));
  expect(Buffer.concat(taken).equals(sent)).toBe(true);
  expect(wire.ending).toBe("ended");
});
