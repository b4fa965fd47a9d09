import {
  ClientSession,
  createJsonMsg,
  SERVER_IP,
  SERVER_NAME,
  type ServerAnswer,
  type ServerNotice,
  serverTexts,
} from "@chat/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Question, QuestionQueue } from "./question-queue.ts";

const RUN = "t1";
const TIME = serverTexts.time.write(new Date());
const LIST = "You are the only active user!";
const HELP = serverTexts.help.write(["/time"], 1_000);
const RECEIPT = serverTexts.shoutReceipt.write(3);
const NOT_FOUND = serverTexts.userNotFound.write("t1nobody");

const ANSWERS: Record<Question["kind"], string> = {
  time: TIME,
  list: LIST,
  help: HELP,
  receipt: RECEIPT,
  "not-found": NOT_FOUND,
};

/** A text of the server as a client that is online receives it. */
function hear(text: string): ServerAnswer | ServerNotice {
  const session = new ClientSession("t1-1");
  const welcome = serverTexts.welcome.write("t1-1", { names: [], count: 0, maxTextBytes: 1_000 });
  for (const said of [welcome, text]) session.push(Buffer.from(createJsonMsg(SERVER_NAME, SERVER_IP, "t1-1", said)));
  session.next();
  const item = session.next();
  if (item?.kind !== "answer" && item?.kind !== "notice") throw new Error("This is no text of the server.");
  return item;
}

function ask(kind: Question["kind"], askedAtUs = 0): Question {
  return { kind, to: `/${kind}`, askedAtUs, lateUs: 0 };
}

function queueOf(...questions: Question[]): QuestionQueue {
  const queue = new QuestionQueue(RUN);
  for (const question of questions) queue.add(question);
  return queue;
}

it("gives each answer to the oldest question of its kind", () => {
  const queue = queueOf(ask("time", 1), ask("list", 2), ask("time", 3));
  expect(queue.settle(hear(TIME))).toEqual({ kind: "answered", question: ask("time", 1), isExpected: true });
  expect(queue.settle(hear(LIST))).toEqual({ kind: "answered", question: ask("list", 2), isExpected: true });
  expect(queue.oldestAtUs).toBe(3);
  expect(queue.settle(hear(TIME))).toEqual({ kind: "answered", question: ask("time", 3), isExpected: true });
  expect(queue.oldestAtUs).toBeNull();
  expect(queue).toMatchObject({ length: 0, lost: 0, surplus: 0 });
});

it("gives no answer of a new connection to a question of the one before", () => {
  const queue = queueOf(ask("time", 1), ask("list", 2));
  queue.abandon();
  expect(queue).toMatchObject({ length: 0, lost: 2 });
  queue.add(ask("time", 3));
  expect(queue.settle(hear(TIME))).toMatchObject({ question: { askedAtUs: 3 } });
});

it("counts the questions that were passed over", () => {
  const queue = queueOf(ask("time"), ask("list"), ask("not-found"));
  expect(queue.settle(hear(NOT_FOUND))).toMatchObject({ kind: "answered", question: { kind: "not-found" } });
  expect(queue).toMatchObject({ length: 0, lost: 2 });
});

it("lets an error that fits no question answer the oldest one", () => {
  const queue = queueOf(ask("time"), ask("list"));
  const text = serverTexts.endpointFailed.write("/time", "took too long");
  expect(queue.settle(hear(text))).toEqual({ kind: "answered", question: ask("time"), isExpected: false });
  expect(queue).toMatchObject({ length: 1, lost: 0 });
});

it("lets no answer of another kind answer a question", () => {
  const queue = queueOf(ask("list"));
  expect(queue.settle(hear(TIME))).toEqual({ kind: "notice" });
  expect(queue).toMatchObject({ length: 1, lost: 0, surplus: 1 });
});

it.each([
  serverTexts.shuttingDown.write(),
  serverTexts.notice.write("the cat is out"),
  serverTexts.disconnected.write("too slow"),
])("takes %j for no answer", (text) => {
  const queue = queueOf(ask("time"));
  expect(queue.settle(hear(text))).toEqual({ kind: "notice" });
  expect(queue.length).toBe(1);
});

describe("told that a message of ours did not arrive", () => {
  it.each([
    [serverTexts.receiverBusy.write("t1-7"), 1],
    [serverTexts.mayNotHaveArrived.write(12, "t1-7"), 12],
    [serverTexts.userNotFound.write("t1-7"), 1],
    ["❌ Errore: Utente 't1-7' non trovato.", 1],
  ])("knows whose and how many: %s", (text, count) => {
    const queue = queueOf(ask("not-found"));
    expect(queue.settle(hear(text))).toEqual({ kind: "refused", receiver: 7, count });
    expect(queue.length).toBe(1);
  });

  it("ignores what is said of somebody else's clients", () => {
    expect(queueOf(ask("time")).settle(hear(serverTexts.receiverBusy.write("t2-7")))).toEqual({ kind: "notice" });
  });
});

it("counts exactly how many answers are lacking, whichever of them are lost", () => {
  const kinds = fc.constantFrom<Question["kind"]>("time", "list", "receipt", "not-found");
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.boolean()), { maxLength: 60 }), (questions) => {
      const queue = queueOf(...questions.map(([kind]) => ask(kind)));
      const given = questions.filter(([, isAnswered]) => isAnswered);
      const outcomes = given.map(([kind]) => queue.settle(hear(ANSWERS[kind])));
      expect(outcomes.every((outcome) => outcome.kind === "answered" && outcome.isExpected)).toBe(true);
      expect(queue.length + queue.lost).toBe(questions.length - given.length);
      expect(queue.surplus).toBe(0);
    }),
  );
});
