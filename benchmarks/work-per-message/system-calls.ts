import { MARKS } from "./probe.ts";

/** Number of calls by their name. */
export type CallCounts = Readonly<Record<string, number>>;

/** Calls by which the runtime manages memory and threads. They depend on when its compiler and its collector are done. */
const OF_RUNTIME =
  /^(futex|mmap|munmap|mremap|mprotect|madvise|brk|sched_yield|getpid|gettid|tgkill|rt_sig\w+|restart_syscall)$/;

/** The standard streams, and the channel to the benchmark. How many lines are logged depends on the time. */
const IS_OWN_CHANNEL = /^\w+\([0-3],/;

/** A wait that ended because of the time, or did not wait at all. */
const IS_EMPTY_WAIT = /^epoll_\w*wait\w*\(.* = 0$/;

/** Counts the calls between the marks `start <name>` and `end <name>`. */
export function countCalls(trace: string, name: string): CallCounts {
  const lines = trace.split("\n");
  const start = lines.findIndex((line) => line.includes(`"${MARKS}start ${name}"`));
  const end = lines.findIndex((line) => line.includes(`"${MARKS}end ${name}"`));
  if (start < 0 || end < start) throw new Error(`The trace has no marks of "${name}".`);
  const counts: Record<string, number> = {};
  for (const line of lines.slice(start + 1, end)) {
    const [, call] = /^(\w+)\(/.exec(line) ?? [];
    if (call === undefined || OF_RUNTIME.test(call) || IS_OWN_CHANNEL.test(line) || IS_EMPTY_WAIT.test(line)) continue;
    const [kept, times] = call === "io_uring_enter" ? readRing(line) : [call, 1];
    counts[kept] = (counts[kept] ?? 0) + times;
  }
  return counts;
}

/** A ring is another way to `epoll_ctl`, which the runtime takes where the kernel has one. */
function readRing(line: string): [call: string, times: number] {
  return ["epoll_ctl", Number(/^\w+\(\d+, (\d+)/.exec(line)?.[1])];
}
