import { spawnSync } from "node:child_process";
import { globSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../native/", import.meta.url));
const BUILD = fileURLToPath(new URL("../.build/", import.meta.url));

const PROGRAMS = {
  "load-generator": ["load-generator/*.c", "common/*.c"],
  relay: ["relay.c"],
  "user-generator": ["user-generator/*.c", "common/*.c"],
};

/** The path of a program in C once it is compiled. */
export function nativeProgram(name: keyof typeof PROGRAMS): string {
  return join(BUILD, name);
}

/** Compiles the programs in C, within a second. */
export function compileNativePrograms(): void {
  mkdirSync(BUILD, { recursive: true });
  for (const [name, sources] of Object.entries(PROGRAMS)) {
    const files = globSync(sources.map((source) => join(SOURCES, source)));
    const args = ["-O2", "-Wall", "-Wextra", "-Werror", "-o", join(BUILD, name), ...files];
    const { error, status, stderr } = spawnSync("gcc", args, { encoding: "utf8" });
    if (error)
      throw new Error("gcc is needed for the load generators, and is not installed: apt-get install gcc", {
        cause: error,
      });
    if (status !== 0) throw new Error(`gcc can't compile ${name}:\n${stderr}`);
  }
}
