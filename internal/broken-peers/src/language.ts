import { execFileSync, spawnSync } from "node:child_process";
import { basename, extname, join } from "node:path";

/** A program and its first arguments. */
export type Command = readonly [program: string, ...programArguments: string[]];

/** A language in which broken peers are written. */
export interface Language {
  readonly extension: string;
  /** Program that the machine needs. */
  readonly toolchain: string;
  /** Asks the toolchain for a sign of life. */
  readonly probe: Command;
  /** Output of the probe when the toolchain is the right one. */
  readonly probeAnswer: RegExp;
  /** Returns the command that runs a source file. A program that has to be built first goes into the work folder. */
  readonly prepare: (source: string, workFolder: string) => Command;
}

/** Every language of the catalogue. */
export const languages = {
  python: {
    extension: ".py",
    toolchain: "python3",
    probe: ["python3", "--version"],
    probeAnswer: /Python 3/,
    // Without site packages: the standard library is enough, and it starts sooner.
    prepare: (source) => [findPython(), "-B", "-S", source],
  },
  javascript: {
    extension: ".js",
    toolchain: "node",
    probe: [process.execPath, "--version"],
    probeAnswer: /v\d/,
    prepare: (source) => [process.execPath, source],
  },
  java: {
    extension: ".java",
    toolchain: "javac",
    probe: ["javac", "-version"],
    probeAnswer: /javac \d/,
    // It compiles for longer than it runs.
    prepare: (source) => ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", source],
  },
  c: {
    extension: ".c",
    toolchain: "cc",
    probe: ["cc", "--version"],
    probeAnswer: /./,
    prepare: (source, workFolder) => build(source, workFolder, ["cc", "-pthread"]),
  },
  go: {
    extension: ".go",
    toolchain: "go",
    probe: ["go", "version"],
    probeAnswer: /go version/,
    prepare: (source, workFolder) => build(source, workFolder, ["go", "build"]),
  },
  rust: {
    extension: ".rs",
    toolchain: "rustc",
    probe: ["rustc", "--version"],
    probeAnswer: /rustc \d/,
    prepare: (source, workFolder) => build(source, workFolder, ["rustc", "--edition=2021"]),
  },
  ruby: {
    extension: ".rb",
    toolchain: "ruby",
    probe: ["ruby", "--version"],
    probeAnswer: /ruby \d/,
    prepare: (source) => ["ruby", source],
  },
  php: {
    extension: ".php",
    toolchain: "php",
    probe: ["php", "--version"],
    probeAnswer: /PHP 8/,
    prepare: (source) => ["php", source],
  },
  sh: {
    extension: ".sh",
    toolchain: "nc with -N (netcat-openbsd)",
    probe: ["nc", "-h"],
    probeAnswer: /-N\s+Shutdown/,
    prepare: (source) => ["sh", source],
  },
} as const satisfies Record<string, Language>;

/** The name of a language: a key of {@link languages}. */
export type LanguageName = keyof typeof languages;

/** What was found out, since many tests ask. */
const problems = new Map<LanguageName, string | null>();

/** Returns the reason why programs of a language can't be run here; `null` when they can. */
export function findToolchainProblem(name: LanguageName): string | null {
  if (!problems.has(name)) problems.set(name, probe(languages[name]));
  return problems.get(name) ?? null;
}

function probe({ toolchain, probe: [program, ...programArguments], probeAnswer }: Language): string | null {
  const { error, stdout, stderr } = spawnSync(program, programArguments, { encoding: "utf8" });
  return error === undefined && probeAnswer.test(`${stdout}${stderr}`) ? null : `${toolchain} is not installed`;
}

let python: string | undefined;

/**
 * Returns the interpreter itself. `python3` may be a script that chooses one, at more than the cost of a client's start.
 * Without Python it returns `python3`, which then can't be started.
 */
function findPython(): string {
  const program = "import sys; print(sys.executable)";
  python ??= spawnSync("python3", ["-S", "-c", program], { encoding: "utf8" }).stdout?.trim() || "python3";
  return python;
}

function build(source: string, workFolder: string, [compiler, ...flags]: Command): Command {
  const program = join(workFolder, basename(source, extname(source)));
  execFileSync(compiler, [...flags, "-o", program, source]);
  return [program];
}
