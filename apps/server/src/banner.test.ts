import { expect, it } from "vitest";
import { writeBanner } from "./banner.ts";

it("tells where the server is, how to try it and how many fit", () => {
  const banner = writeBanner({
    port: 65432,
    addresses: { onThisMachine: "127.0.0.1", onTheNetwork: "192.168.1.5" },
    page: null,
    connectionLimit: "19872 connections: 20000 open files less a reserve of 128",
    threadCount: 3,
    pid: 4711,
    isInTerminal: true,
    hasUserSignal: true,
    exampleClient: "examples/chat_client.py",
  });
  expect(banner).toBe(`
The chat server is running.

  On this machine   127.0.0.1:65432
  On the network    192.168.1.5:65432

Try it in another terminal:

  printf 'Ada\\n' | nc 127.0.0.1 65432
  python3 examples/chat_client.py 127.0.0.1 65432 Bob

Room for 19872 connections: 20000 open files less a reserve of 128.
3 threads serve them.
t and Enter, or kill -USR2 4711, shows all connections.
:help and Enter shows what an operator can do.
Ctrl-C stops the server.

`);
});

it("leaves out what there is not", () => {
  const addresses = { onThisMachine: "::1", onTheNetwork: null };
  const limits = { connectionLimit: "5 connections", threadCount: 1 };
  const process = { pid: 4711, isInTerminal: false, hasUserSignal: false };
  const banner = writeBanner({ port: 5000, addresses, page: null, ...limits, ...process, exampleClient: null });
  expect(banner).toContain("On this machine   [::1]:5000\n  On the network    not reachable from there\n");
  expect(banner).toContain("nc ::1 5000\n");
  expect(banner).not.toContain("python3");
  expect(banner).not.toContain("thread");
  expect(banner).not.toContain("all connections");
});

it("tells a teacher where the page is, and the class where the chat is", () => {
  const banner = writeBanner({
    port: 65432,
    addresses: { onThisMachine: "127.0.0.1", onTheNetwork: "192.168.1.5" },
    page: "http://127.0.0.1:9100/#token=x",
    connectionLimit: "5 connections",
    threadCount: 1,
    pid: 4711,
    isInTerminal: false,
    hasUserSignal: false,
    exampleClient: null,
  });
  expect(banner).toContain(
    "  For the class     192.168.1.5:65432\n  For the teacher   http://127.0.0.1:9100/#token=x\n",
  );
});
