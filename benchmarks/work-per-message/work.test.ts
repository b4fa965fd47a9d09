import { expect, it } from "vitest";
import { countCalls } from "./system-calls.ts";
import { ACTS, compareWork, roundWork, type Work, type WorkTable } from "./work.ts";

const WORK: Work = { systemCalls: { epoll_pwait: 1, read: 1, write: 1 }, clockReads: 1, heapBytes: 1_000 };

const TRACE = `access("/chat-benchmark/start join 0", F_OK) = -1 ENOENT (No such file or directory)
write(3, "{}"..., 2)                    = 2
epoll_pwait(16, [], 1024, 0, NULL, 8)   = 0
epoll_pwait(16, [{events=EPOLLIN}], 1024, 161, NULL, 8) = 1
io_uring_enter(17, 2, 2, IORING_ENTER_GETEVENTS, NULL, 0) = 2
futex(0x25d9f804, FUTEX_WAKE_PRIVATE, 1) = 1
read(24, "{\\"from\\": {\\"name\\": \\"ada\\"..., 16384) = 133
write(1, "{\\"level\\":\\"info\\"..., 80)    = 80
write(25, "read(7, ...", 133)           = 133
epoll_ctl(16, EPOLL_CTL_DEL, 34, 0x7ffd6a790510) = 0
access("/chat-benchmark/end join 0", F_OK) = -1 ENOENT (No such file or directory)
write(25, "of the next act", 15)        = 15
`;

it("counts the calls of one act, without those of the runtime, of the log and of the benchmark", () => {
  expect(countCalls(TRACE, "join 0")).toEqual({ epoll_pwait: 1, epoll_ctl: 3, read: 1, write: 1 });
});

it("says so when a trace has no such act", () => {
  expect(() => countCalls(TRACE, "leave 0")).toThrow('The trace has no marks of "leave 0".');
});

it("finds nothing in work that differs by what timers and the compiler do", () => {
  const measured = {
    systemCalls: { epoll_pwait: 1.025, read: 1, write: 1, openat: 0.025 },
    clockReads: 1.05,
    heapBytes: 1_005,
  };
  expect(differenceOf(measured)).toBeNull();
});

it("names each call that became more or fewer, and the bytes", () => {
  const measured = { systemCalls: { epoll_pwait: 1, read: 1, write: 2, fstat: 1 }, clockReads: 0, heapBytes: 1_024 };
  expect(differenceOf(measured)).toBe(
    "more write: 2 instead of 1; fewer clock reads: 0 instead of 1; more fstat: 1 instead of 0; more bytes: 1024 instead of 1000",
  );
});

it("finds a call that every fifth act makes, and one object more in a message", () => {
  expect(differenceOf({ ...WORK, clockReads: 1.2 })).toBe("more clock reads: 1.20 instead of 1");
  expect(differenceOf({ ...WORK, heapBytes: 1_016 })).toBe("more bytes: 1016 instead of 1000");
});

it("keeps whole numbers, and no call that only timers make", () => {
  const measured = { systemCalls: { write: 0.99, openat: 0.02 }, clockReads: 1.27, heapBytes: 1_000.4 };
  expect(roundWork(tableOf(measured))["direct message"]).toEqual({
    systemCalls: { write: 1 },
    clockReads: 1.25,
    heapBytes: 1_000,
  });
});

function differenceOf(measured: Work): string | null {
  return compareWork(tableOf(measured), tableOf(WORK))["direct message"];
}

function tableOf(work: Work): WorkTable {
  return Object.fromEntries(ACTS.map((act) => [act, work])) as unknown as WorkTable;
}
