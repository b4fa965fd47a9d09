import { serverTexts } from "@chat/protocol";
import { describe, expect, it, vi } from "vitest";
import { type AnswerMeter, type AnswerOutbox, AnswerQueue } from "./answer-queue.ts";
import type { Trouble } from "./trouble.ts";

/** Stands for an outbox: takes lines up to a number of bytes. */
class BoundedOutbox implements AnswerOutbox {
  readonly maxBytes: number;
  lines: string[] = [];
  queuedBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  hasRoom(bytes: number): boolean {
    return this.queuedBytes + bytes <= this.maxBytes;
  }

  append(line: string): void {
    this.lines.push(line);
    this.queuedBytes += line.length;
  }

  /** Everything was written. */
  empty(): void {
    this.queuedBytes = 0;
  }
}

/** Answers whose lines are their texts. */
function createAnswers(maxBytes = 1_000) {
  const troubles: Trouble[] = [];
  const outbox = new BoundedOutbox(maxBytes);
  const lines = { toLine: (text: string) => text, textRoom: () => maxBytes };
  const meter = { countAnswer: vi.fn<AnswerMeter["countAnswer"]>(), checkClockNext: vi.fn() };
  const answers: AnswerQueue = new AnswerQueue(lines, outbox, meter, {
    troubled: (trouble) => void troubles.push(trouble),
    advance: () => answers.drain(),
  });
  return { answers, outbox, meter, troubles };
}

it("passes an answer on at once when nothing waits", () => {
  const { answers, outbox } = createAnswers();
  answers.add("a");
  expect(outbox.lines).toEqual(["a"]);
  expect(answers.length).toBe(0);
});

it("keeps the order of the questions, however late an answer comes [C-69]", () => {
  const { answers, outbox } = createAnswers();
  const first = answers.reserve();
  answers.add("b");
  const third = answers.reserve();
  answers.add("d");
  expect(outbox.lines).toEqual([]);
  expect(answers.length).toBe(4);
  answers.fill(third, "c");
  expect(outbox.lines).toEqual([]);
  answers.fill(first, "a");
  expect(outbox.lines).toEqual(["a", "b", "c", "d"]);
  expect(answers.length).toBe(0);
});

it("holds answers back that do not fit yet, and passes them on when they do", () => {
  const { answers, outbox } = createAnswers(4);
  for (const line of ["aaa", "bbb", "c"]) answers.add(line);
  expect(outbox.lines).toEqual(["aaa"]);
  outbox.empty();
  answers.drain();
  expect(outbox.lines).toEqual(["aaa", "bbb", "c"]);
});

it("passes an answer larger than the outbox on once the outbox is empty", () => {
  const { answers, outbox } = createAnswers(4);
  answers.add("a");
  answers.add("larger than the outbox");
  answers.drain();
  expect(outbox.lines).toEqual(["a"]);
  outbox.empty();
  answers.drain();
  expect(outbox.lines).toEqual(["a", "larger than the outbox"]);
});

it("fills all places that have no answer with the same one", () => {
  const { answers, outbox } = createAnswers();
  answers.reserve();
  answers.add("b");
  answers.reserve();
  answers.fillAll("late");
  expect(outbox.lines).toEqual(["late", "b", "late"]);
});

it("passes an empty answer on like any other", () => {
  const { answers, outbox } = createAnswers();
  const slot = answers.reserve();
  answers.add("b");
  answers.fill(slot, "");
  expect(outbox.lines).toEqual(["", "b"]);
});

it("drops the answers that wait when it is closed, and takes no further one", () => {
  const { answers, outbox } = createAnswers();
  const slot = answers.reserve();
  answers.add("b");
  answers.close();
  answers.fill(slot, "a");
  answers.add("c");
  answers.addNotice("a notice");
  answers.drain();
  expect(answers.length).toBe(0);
  expect(outbox.lines).toEqual([]);
});

it("counts what each answer costs, and no notice", () => {
  const { answers, outbox, meter } = createAnswers();
  answers.add("one");
  answers.addNotice("a notice");
  const slot = answers.reserve();
  expect(meter.checkClockNext).toHaveBeenCalledOnce();
  answers.fill(slot, "seven");
  expect(outbox.lines).toEqual(["one", "a notice", "seven"]);
  expect(meter.countAnswer.mock.calls).toEqual([[3], [5]]);
});

describe("in-flight messages", () => {
  const [north, south] = [{}, {}];
  const busy = (name: string) => serverTexts.receiverBusy.write(name);
  const notFound = (name: string) => serverTexts.userNotFound.write(name);

  it("hold back the answers behind them until they are delivered [C-69]", () => {
    const { answers, outbox } = createAnswers();
    const first = answers.expectReceipt(north);
    const second = answers.expectReceipt(north);
    answers.add("time");
    first.delivered();
    expect(outbox.lines).toEqual([]);
    second.delivered();
    expect(outbox.lines).toEqual(["time"]);
    expect(answers.length).toBe(0);
  });

  it("are answered in their turn when they are refused, on whatever link they were sent", () => {
    const { answers, outbox } = createAnswers();
    const toBob = answers.expectReceipt(north);
    const toCleo = answers.expectReceipt(south);
    answers.add("time");
    const toDan = answers.expectReceipt(south);
    toDan.refused("Dan", "no-room");
    toCleo.refused("Cleo", "gone");
    expect(outbox.lines).toEqual([]);
    toBob.refused("Bob", "no-room");
    expect(outbox.lines).toEqual([busy("Bob"), notFound("Cleo"), "time", busy("Dan")]);
  });

  it("share a place when they are on one link, with no other answer between them", () => {
    const { answers } = createAnswers();
    for (let index = 0; index < 1_000; index++) answers.expectReceipt(north);
    expect(answers.length).toBe(1);
  });

  it("are answered for once their time is over, and not a second time", () => {
    const { answers, outbox } = createAnswers();
    const receipt = answers.expectReceipt(north);
    answers.fillAll("too late");
    receipt.refused("Bob", "gone");
    expect(outbox.lines).toEqual(["too late"]);
  });
});

it("reports a message whose receiver was gone as trouble, however late, and one without room not", () => {
  const { answers, troubles } = createAnswers();
  const link = {};
  answers.expectReceipt(link).refused("Bob", "no-room");
  answers.expectReceipt(link).refused("Cleo", "gone");
  expect(troubles).toEqual([{ kind: "unknown-user", to: "Cleo" }]);
});
