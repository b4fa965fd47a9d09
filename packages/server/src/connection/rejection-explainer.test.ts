import { MessageReader, type Rejection } from "@chat/protocol";
import { expect, it } from "vitest";
import { RejectionExplainer } from "./rejection-explainer.ts";

const DICT = Buffer.from("{'from': {'name': 'Ada', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}\n");

function rejectionOf(bytes: Uint8Array): Rejection {
  const reader = new MessageReader();
  reader.push(bytes);
  return reader.next() as Rejection;
}

it("names the mistake, and how to mend it", () => {
  const { text, trouble } = new RejectionExplainer(null).explain(rejectionOf(DICT), DICT);
  expect(text).toMatch(/^⛔ Error: At byte 0, .*json\.dumps/);
  expect(trouble).toMatchObject({ kind: "not-a-message", mistake: "python-repr" });
});

it("explains the first rejections of a connection, and of the many that follow one in a hundred", () => {
  const explainer = new RejectionExplainer(null);
  const mistakes = Array.from({ length: 301 }, () => explainer.explain(rejectionOf(DICT), DICT).trouble.mistake);
  const explained = mistakes.flatMap((mistake, index) => (mistake === undefined ? [] : [index]));
  expect(explained).toEqual([...Array(20).keys(), 100, 200, 300]);
});
