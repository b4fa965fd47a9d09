import { expect, it } from "vitest";
import { readHost, writeServerAddress } from "./server-address.ts";

it.each([
  ["127.0.0.1", "127.0.0.1:65432"],
  ["chat.example", "chat.example:65432"],
  ["::1", "[::1]:65432"],
  ["fe80::1%eth0", "[fe80::1%eth0]:65432"],
  ["::ffff:10.0.0.7", "[::ffff:10.0.0.7]:65432"],
  ["[::1]", "[::1]:65432"],
])("shows where the port of %s begins", (host, address) => {
  expect(writeServerAddress({ host, port: 65432 })).toBe(address);
});

it.each([
  ["[::1]", "::1"],
  ["[fe80::1%eth0]", "fe80::1%eth0"],
  ["::1", "::1"],
  ["chat.example", "chat.example"],
  ["[chat]", "[chat]"],
])("reads %s as it is meant", (typed, host) => {
  expect(readHost(typed)).toBe(host);
});
