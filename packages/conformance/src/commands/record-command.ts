import { defineCommand, optionInfos } from "@chat/command-line";
import { displayText } from "@chat/protocol";
import { type Fault, TcpProxy } from "@chat/proxy";
import { z } from "zod";
import { JournalFiles } from "../record/journal-files.ts";
import { LinkRecording } from "../record/link-recording.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import { type Address, readAddress, writeAddress } from "./address.ts";
import { choice, file, flag, number } from "./options.ts";
import { defineSubcommand } from "./subcommand.ts";

/** Columns of a line when the output is no terminal: a message of usual length fits. */
const PIPE_COLUMNS = 400;
/** Longest pause before a write, in milliseconds. */
const MAX_DELAY_MS = 60_000;
/** Time in which reads are joined when nobody says another, in milliseconds, and most bytes that are joined. */
const GLUE_MS = 200;
const GLUE_BYTES = 256 * 1024;
/** Bytes of all journals, unless somebody says otherwise. */
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

const command = defineCommand({
  name: "chat-conformance record",
  summary: "stands between a client and a server, shows what goes over, and cuts it anew if asked to",
  operands: "[N,N… behind --cut at]",
  schema: z.object({
    listen: address("[HOST:]PORT", "The client connects here. Port 0 is one that is free."),
    to: address("HOST:PORT", "The server."),
    cut: choice(
      "Cuts",
      ["none", "every-byte", "glue", "at"],
      "Pass bytes on in other pieces than they came in: one by one, joined, or cut at these offsets (at 10,25).",
    ),
    cutDirection: choice("Cuts", ["both", "client", "server"], "Whose bytes are cut."),
    delay: number(
      "Cuts",
      "<ms>",
      0,
      MAX_DELAY_MS,
      0,
      `Wait before each write; glue collects for that long (or ${GLUE_MS} ms).`,
    ),
    journal: file("Journal", "Write the journal of the first connection; the others have their number in the name."),
    maxBytes: number(
      "Journal",
      "<bytes>",
      1_000,
      Number.MAX_SAFE_INTEGER,
      DEFAULT_MAX_BYTES,
      "Most bytes of all journals.",
    ),
    showMessages: flag("Journal", "Write the texts of messages too; without it, each of their bytes is a *."),
  }),
  exampleOption: "--listen 6000",
  examples: [
    { line: "chat-conformance record --listen 6000 --to 127.0.0.1:65432", purpose: "look" },
    {
      line: "chat-conformance record --listen 6000 --to 127.0.0.1:65432 --cut every-byte",
      purpose: "cut between all bytes",
    },
  ],
  closing: [
    "The terminal shows the bytes as they are; ┊ stands where one write ends and the next begins. Ctrl+C ends it.",
    "Exit codes: 1 it can't listen or write, 2 the command line is wrong, 130 it was ended by Ctrl+C.",
  ],
});

export const record = defineSubcommand(command, async ({ options, operands }) => {
  const { listen, to, cut, cutDirection, delay, journal, maxBytes, showMessages } = options;
  const offsets = readOffsets(cut, operands);
  if (typeof offsets === "string") return offsets;
  if (listen.port === to.port && listen.host === to.host)
    return "--listen and --to are the same: it would connect to itself.";
  const slow: Fault | undefined = delay > 0 ? { kind: "delay", ms: delay } : undefined;
  const cuts: { readonly [Kind in typeof cut]: Fault | undefined } = {
    none: slow,
    "every-byte": { kind: "split", at: "every byte", pauseMs: delay },
    at: { kind: "split", at: offsets, pauseMs: delay },
    glue: { kind: "glue", bytes: GLUE_BYTES, ms: delay || GLUE_MS },
  };
  const faultOf = (side: typeof cutDirection) => (cutDirection === "both" || cutDirection === side ? cuts[cut] : slow);
  const [toTarget, toClient] = [faultOf("client"), faultOf("server")];

  const recordings = new Set<LinkRecording>();
  const show = (line: string) => process.stdout.write(`${line}\n`);
  // Nobody sees what goes over any more.
  process.stdout.once("error", () => process.exit(ExitCode.Failed));
  const warn = (line: string) => process.stderr.write(`chat-conformance record: ${displayText(line)}\n`);
  const hasColors = process.stdout.isTTY && !process.env.NO_COLOR;
  try {
    const files = journal === undefined ? null : new JournalFiles({ path: journal, maxBytes, onStop: warn });
    let count = 0;
    const observe = (client: string) => {
      count += 1;
      const recording: LinkRecording = new LinkRecording({
        ...{ connection: count, address: client, showsMessages: showMessages, show },
        takeLine: files?.begin(count) ?? null,
        textOptions: { columns: process.stdout.columns ?? PIPE_COLUMNS, hasColors },
        onClosed: () => recordings.delete(recording),
      });
      recordings.add(recording);
      return recording;
    };
    const faults = { ...(toTarget && { toTarget }), ...(toClient && { toClient }) };
    const proxy = await TcpProxy.start(to, { ...listen, faults, observe });
    show(`Listening on ${writeAddress(proxy)}, leading to ${writeAddress(to)}. Ctrl+C ends it.`);
    // Every line is written at once, so the journals are complete whatever ends the program: a signal, for example.
    process.once("exit", () => {
      for (const recording of recordings) recording.stop();
    });
    return await new Promise<never>(() => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    warn((error as Error).message);
    return ExitCode.Failed;
  }
});

/** Reads the offsets of `--cut at`, or returns what is wrong with them. */
function readOffsets(cut: string, [offsets, ...more]: readonly string[]): readonly number[] | string {
  if (cut !== "at") return offsets === undefined ? [] : `Only --cut at has offsets, not --cut ${cut}.`;
  const isList = offsets !== undefined && more.length === 0 && /^\d{1,15}(,\d{1,15})*$/.test(offsets);
  return isList ? offsets.split(",").map(Number) : "--cut at needs offsets in bytes behind it: --cut at 10,25.";
}

function address(allowed: string, summary: string) {
  const info = { group: "Connection", placeholder: `<${allowed}>`, default: "none", allowed, summary };
  const isAddress = (written: string) => readAddress(written) !== null;
  const schema = z
    .string()
    .refine(isAddress, `it has to be ${allowed}.`)
    .transform((written) => readAddress(written) as Address);
  return schema.register(optionInfos, info);
}
