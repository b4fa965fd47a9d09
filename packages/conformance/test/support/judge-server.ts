import { makeReport } from "../../src/commands/judging.ts";

/** Judges a server on this machine by the profile *complete*: by all checks, or by those that are named. */
export async function judgeServer(port: number, check?: readonly string[]) {
  return await makeReport({
    role: "server",
    subject: "a server",
    level: "complete",
    options: { check },
    target: { host: "127.0.0.1", port },
  });
}
