import { spawnSync } from "node:child_process";

/** Asks a program for its version; returns `null` when it is not installed. Debian keeps servers in sbin. */
export function askForVersion(file: string, flag: string): string | null {
  const { error, stdout, stderr } = spawnSync(file, [flag], {
    encoding: "utf8",
    env: searchingSbin(),
    timeout: 10_000,
  });
  return error ? null : (/\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? "of unknown version");
}

/** The environment for programs of the system, which an ordinary user's PATH does not reach. */
export function searchingSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin` };
}
