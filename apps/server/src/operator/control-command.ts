import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { userInfo } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import {
  defineCommand,
  optionInfos,
  readCommandLine,
  trueOrFalse,
  wholeNumber,
  writeHelp,
  writeProblems,
} from "@chat/command-line";
import { asciiJson, displayText, PORT } from "@chat/protocol";
import * as z from "zod";
import manifest from "../../package.json" with { type: "json" };
import { type OperatorAnswer, TYPE_YES } from "./operator-desk.ts";
import { controlSocketPath } from "./runtime-file.ts";

const GROUP = "Server";

const controlCommand = defineCommand({
  name: "chat-server control",
  summary:
    "acts on a running server: who is there, kick, ban, mute, say. Without a command it reads them line by line.",
  operands: "[COMMAND…]",
  schema: z.object({
    port: wholeNumber(1, 65_535)
      .default(PORT)
      .register(optionInfos, {
        group: GROUP,
        placeholder: "<port>",
        default: `${PORT}`,
        allowed: "a whole number from 1 to 65535",
        summary: "TCP port of the server.",
      }),
    socket: z.string().regex(/\S/).optional().register(optionInfos, {
      group: GROUP,
      placeholder: "<path>",
      default: "by the port",
      allowed: "the path of a socket",
      summary: "Path that the server was given as --control-socket.",
    }),
    yes: trueOrFalse().default(false).register(optionInfos, {
      group: GROUP,
      placeholder: "",
      default: "false",
      allowed: "true or false",
      summary: "Do at once what it would ask about.",
    }),
  }),
  exampleOption: "--port 5000",
  examples: [
    { line: "chat-server control help", purpose: "what you can do" },
    { line: "chat-server control kick Bob too loud", purpose: "disconnect Bob" },
    { line: "chat-server control --yes ban 10.0.0.7 2h", purpose: "keep an address out for two hours" },
  ],
  closing: ["Exit codes: 0 done, 1 not done, or no server answers, 2 wrong option."],
});

/** The parts of the process that the command uses. */
export interface ControlProcess {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: { write(text: string): boolean };
  readonly stderr: { write(text: string): boolean };
}

/** Sends commands to a running server. Returns the exit code. */
export async function control(args: readonly string[], process: ControlProcess): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  const commandLine = readCommandLine(controlCommand, args, env);
  if (commandLine.kind === "help") stdout.write(writeHelp(controlCommand));
  else if (commandLine.kind === "version") stdout.write(`${manifest.version}\n`);
  else if (commandLine.kind === "wrong") {
    stderr.write(writeProblems(controlCommand, commandLine.problems));
    return 2;
  } else {
    const { port, socket: path = controlSocketPath(port, env), yes } = commandLine.options;
    const socket = connect(path);
    try {
      await once(socket, "connect");
      const server = new ServerAnswers(socket);
      if (commandLine.operands.length === 0) return await converse(server, stdin, stdout, yes);
      const { kind, text } = await server.ask(`[${commandLine.operands.map(asciiJson)}]`, yes);
      (kind === "done" ? stdout : stderr).write(kind === "asks" ? `${text} Add --yes to do it.\n` : `${text}\n`);
      return kind === "done" ? 0 : 1;
    } catch (error) {
      stderr.write(`chat-server control: ${explain(error as NodeJS.ErrnoException, path, port)}\n`);
      return 1;
    } finally {
      socket.destroy();
    }
  }
  return 0;
}

/** Reads lines from a person, or from a file, until the end. */
async function converse(
  server: ServerAnswers,
  input: ControlProcess["stdin"],
  output: ControlProcess["stdout"],
  yes: boolean,
): Promise<number> {
  const prompt = (): void => void (input.isTTY && output.write("chat> "));
  let isAllDone = true;
  let isAsked = false;
  prompt();
  for await (const line of createInterface({ input })) {
    if (line.trim() !== "") {
      const { kind, text } = await server.ask(line, yes);
      // What is not said yes to is not done.
      isAllDone &&= kind !== "refused" && (!isAsked || /^\s*:?yes\s*$/.test(line));
      isAsked = kind === "asks";
      output.write(kind === "asks" ? `${text} ${TYPE_YES}\n` : `${text}\n`);
    }
    prompt();
  }
  return isAllDone && !isAsked ? 0 : 1;
}

/** The answers of the server, one to each line. */
class ServerAnswers {
  readonly #socket: Socket;
  readonly #answers: AsyncIterator<string>;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#answers = createInterface({ input: socket })[Symbol.asyncIterator]();
    // The end of the answers says it.
    socket.on("error", () => socket.destroy());
    socket.write(`${userInfo().username}\n`);
  }

  /** @param yes - true to say yes to a question at once */
  async ask(line: string, yes: boolean): Promise<OperatorAnswer> {
    this.#socket.write(`${line}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("the server has closed the connection");
    const answer = JSON.parse(value) as OperatorAnswer;
    return yes && answer.kind === "asks" ? this.ask("yes", false) : answer;
  }
}

function explain({ code, message }: NodeJS.ErrnoException, path: string, port: number): string {
  const shown = displayText(path);
  if (code === "ENOENT" || code === "ECONNREFUSED") {
    return `no server listens at ${shown}. Is one running on port ${port}? Give its --port, or its --control-socket as --socket.`;
  }
  if (code === "EACCES") return `${shown} belongs to another user: run this as the user of the server.`;
  return displayText(message);
}
