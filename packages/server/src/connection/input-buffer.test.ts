import { MessageReader } from "@chat/protocol";
import { expect, it } from "vitest";
import { messageText } from "../../test/fake-connection.ts";
import { Budget } from "./budget.ts";
import { InputBuffer } from "./input-buffer.ts";

function createBuffer() {
  const inputBudget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  const unreadBudget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  const reader = new MessageReader();
  const buffer = new InputBuffer(reader, { inputBudget, unreadBudget });
  const used = () => {
    buffer.count();
    return [inputBudget.used, unreadBudget.used];
  };
  const takeAll = () => {
    const texts: string[] = [];
    for (let item = buffer.next(); item; item = buffer.next()) if (item.kind === "message") texts.push(item.msg);
    return texts;
  };
  return { buffer, reader, used, takeAll };
}

const ONE = Buffer.from(messageText("Ada", "Bob", "1"));
const TWO = Buffer.from(messageText("Ada", "Bob", "2"));

it("keeps what comes behind unread bytes, though the memory it came in is used again", () => {
  const { buffer, reader, takeAll } = createBuffer();
  const memory = Buffer.from(ONE);
  buffer.push(memory);
  reader.detach();
  buffer.push(memory);
  memory.fill(0);
  buffer.push(TWO);
  expect(takeAll()).toEqual(["1", "1", "2"]);
});

it("counts what is held, and apart from it what was not read", () => {
  const { buffer, used, takeAll } = createBuffer();
  buffer.push(ONE);
  buffer.push(TWO);
  expect(used()).toEqual([ONE.length + TWO.length, ONE.length + TWO.length]);
  expect(buffer.heldBytes).toBe(ONE.length + TWO.length);
  takeAll();
  buffer.push(ONE.subarray(0, 10));
  takeAll();
  expect(used()).toEqual([10, 0]);
});

it("releases everything when it is cleared", () => {
  const { buffer, used } = createBuffer();
  buffer.push(ONE);
  buffer.push(TWO);
  const [before] = used();
  buffer.clear();
  expect([before, buffer.heldBytes]).toEqual([ONE.length + TWO.length, 0]);
});
