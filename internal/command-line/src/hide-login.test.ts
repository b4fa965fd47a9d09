import { expect, it } from "vitest";
import { hideLogin } from "./hide-login.ts";

it.each([
  ["nats://user:secret@10.0.0.1:4222", "nats://…@10.0.0.1:4222"],
  ["http://user:s@cr/et#?@host", "http://…@host"],
  ["nats://secret@host", "nats://…@host"],
  ["nats:// user:se\ncret@host", "nats://…@host"],
  ["user:secret@host", "…@host"],
  ["nats:/user:secret@host", "…@host"],
])("shows %j as %j", (url, shown) => expect(hideLogin(url)).toBe(shown));

it.each(["nats://10.0.0.1:4222", "ada@home", "", "10.0.0.1:4222"])("leaves %j as it is", (text) => {
  expect(hideLogin(text)).toBe(text);
});
