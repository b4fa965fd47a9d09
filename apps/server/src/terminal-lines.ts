import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isatty } from "node:tty";

/** True when the command was started in a terminal, and so somebody may type. */
export function isInTerminal(): boolean {
  return isatty(0);
}

/**
 * Calls back with each line that somebody types in the terminal of this process. The terminal stays as it is: Ctrl-C and Ctrl-Z
 * work, and nothing keeps the process alive. In the background nothing is read, since the system stops a process that does so.
 */
export function onLine(typed: (line: string) => void): void {
  if (!isInTerminal()) return;
  let isReading = false;
  const follow = (): void => {
    // Not even a listener may be there in the background: it would begin to read.
    if (isInForeground()) isReading = read(typed, isReading);
    else if (isReading) process.stdin.pause();
  };
  // `bg` and `fg` of a shell end a pause by this signal.
  if (process.platform !== "win32") process.on("SIGCONT", follow);
  follow();
}

/** Reads the terminal, or goes on with that. Returns `true`. */
function read(typed: (line: string) => void, isReading: boolean): true {
  const { stdin } = process;
  if (!isReading) {
    // The terminal may be closed: SIGHUP says so too.
    stdin.setEncoding("utf8").on("error", () => undefined);
    // The terminal hands over whole lines, of a few thousand characters at most.
    stdin.on("data", (text) => {
      for (const line of `${text}`.split("\n")) if (line.trim() !== "") typed(line.trim());
    });
  }
  stdin.resume();
  stdin.unref();
  return true;
}

/** Returns whether the terminal's input is meant for this process. Windows has one console for all of its programs. */
function isInForeground(): boolean {
  if (process.platform === "win32") return true;
  try {
    const { group, foregroundGroup } = process.platform === "linux" ? readGroupsOfLinux() : readGroups();
    return group === foregroundGroup;
  } catch {
    return false;
  }
}

interface Groups {
  readonly group: string | undefined;
  /** The group of processes for which the terminal's input is. */
  readonly foregroundGroup: string | undefined;
}

function readGroupsOfLinux(): Groups {
  // The name of the program comes first, in parentheses, and may hold anything.
  const [, , group, , , foregroundGroup] = (readFileSync("/proc/self/stat", "utf8").split(") ").at(-1) ?? "").split(
    " ",
  );
  return { group, foregroundGroup };
}

function readGroups(): Groups {
  const text = execFileSync("ps", ["-o", "pgid=,tpgid=", "-p", `${process.pid}`], { encoding: "utf8" });
  const [group, foregroundGroup] = text.trim().split(/\s+/);
  return { group, foregroundGroup };
}
