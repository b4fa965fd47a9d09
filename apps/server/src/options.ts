import { type OptionInfo, optionInfos, trueOrFalse, wholeNumber } from "@chat/command-line";
import { findUsernameProblem, PORT } from "@chat/protocol";
import {
  isNetwork,
  type JournalOptions,
  LIMITS,
  type Limit,
  type LimitName,
  MAX_THREADS,
  OPEN_FILE_RESERVE,
} from "@chat/server";
import * as z from "zod";

const OptionGroup = {
  Network: "Network",
  Nodes: "Several nodes",
  Program: "Program",
  Admin: "Admin port: metrics, health and control over HTTP",
  Logging: "Logging",
  Journals: "Journals: what one client sends and gets",
  Limits: "Limits",
} as const;

const NATS_URL = /^(nats|tls):\/\/\S+$/;

const LOGIN_IN_URL =
  "it has to be without a login, which other users of this machine could see. Use --nats-user and --nats-password-file.";

const NETWORKS = "an address or a network such as 10.0.0.7 or 10.0.0.0/8, or several with commas between them";

const DEFAULT_NAMESPACE = "default";

/** The value of `--control-socket` without which there is one. */
export const NO_SOCKET = "off";

const DEFAULT_JOURNAL_DIR = "journals";

/** The value of `--explain` that stands for every connection. */
const EVERYBODY = "all";

const USERS = `${EVERYBODY}, or the name of a user, or several with commas between them`;

const limitOptions = Object.fromEntries(
  Object.entries<Limit>(LIMITS).map(([name, limit]) => [name, limitOption(name as LimitName, limit)]),
) as Record<LimitName, ReturnType<typeof limitOption>>;

const OptionFieldsSchema = z.object({
  host: z.string().regex(/\S/).default("0.0.0.0").register(optionInfos, {
    group: OptionGroup.Network,
    placeholder: "<address>",
    default: "0.0.0.0",
    allowed: "an address or a host name of this machine",
    summary: "Address to listen on: 0.0.0.0 for the whole network, 127.0.0.1 for this machine alone.",
  }),
  port: wholeNumber(0, 65_535)
    .default(PORT)
    .register(optionInfos, {
      group: OptionGroup.Network,
      placeholder: "<port>",
      default: `${PORT}`,
      allowed: "a whole number from 0 to 65535",
      summary: "TCP port to listen on; 0 lets the system choose one.",
    }),
  trustedProxy: z
    .array(z.string().refine(isNetworkList, { message: `it has to be ${NETWORKS}.` }))
    .default([])
    .register(optionInfos, {
      group: OptionGroup.Network,
      placeholder: "<network>",
      default: "none",
      allowed: NETWORKS,
      summary: "Proxy that says for whom it connects, by a header of the PROXY protocol: HAProxy, nginx and others.",
      isRepeatable: true,
    }),
  closeGraceMs: wholeNumber(0, 3_600_000).default(5_000).register(optionInfos, {
    group: OptionGroup.Network,
    placeholder: "<ms>",
    default: "5000",
    allowed: "a whole number of ms from 0 to 3600000",
    summary: "How long users get, when the server stops, to take what waits for them.",
  }),
  nats: z
    .array(z.string().regex(NATS_URL).refine(hasNoLogin, { message: LOGIN_IN_URL }))
    .default([])
    .register(optionInfos, {
      group: OptionGroup.Nodes,
      placeholder: "<url>",
      default: "none",
      allowed: "the URL of a NATS server, such as nats://10.0.0.1:4222",
      summary: "NATS server that makes this server one of several nodes: one chat over many machines.",
      isRepeatable: true,
    }),
  natsUser: z.string().default("").register(optionInfos, {
    group: OptionGroup.Nodes,
    placeholder: "<name>",
    default: "none",
    allowed: "a name",
    summary: "User name for NATS.",
  }),
  natsPasswordFile: fileOption("File with the password of that user; without a user, with a token."),
  natsCreds: fileOption("Credentials file for NATS."),
  natsCa: fileOption("Certificates, as PEM, of the authorities that sign NATS's: for TLS."),
  natsCert: fileOption("Certificate of this node, as PEM, for a NATS server that asks for one."),
  natsKey: fileOption("Private key of that certificate, as PEM."),
  nodeName: z.string().default("").register(optionInfos, {
    group: OptionGroup.Nodes,
    placeholder: "<name>",
    default: "the machine's name",
    allowed: "a name",
    summary: "What logs call this node.",
  }),
  namespace: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .default(DEFAULT_NAMESPACE)
    .register(optionInfos, {
      group: OptionGroup.Nodes,
      placeholder: "<name>",
      default: DEFAULT_NAMESPACE,
      allowed: "1 to 64 letters, digits, - or _",
      summary: "Nodes of one namespace are one chat; several chats can share a NATS server.",
    }),
  reusePort: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Nodes,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Let other nodes of this machine listen on the same port: Linux spreads new connections over them.",
  }),
  threads: z
    .union([z.literal("auto"), wholeNumber(1, MAX_THREADS)])
    .default("auto")
    .register(optionInfos, {
      group: OptionGroup.Program,
      placeholder: "<number>",
      default: "auto",
      allowed: `auto or a whole number from 1 to ${MAX_THREADS}`,
      summary: "Threads that serve users; auto: 1 on a machine with up to 2 cores, else a core less, 8 at most.",
    }),
  modules: z.array(z.string().regex(/\S/)).default([]).register(optionInfos, {
    group: OptionGroup.Program,
    placeholder: "<module>",
    default: "none",
    allowed: "the path of a module",
    summary: "Module with endpoints and hooks of your own; may be given many times.",
    isRepeatable: true,
  }),
  controlSocket: z
    .string()
    .default("")
    .register(optionInfos, {
      group: OptionGroup.Program,
      placeholder: "<path>",
      default: "by the port",
      allowed: `the path of a socket, or ${NO_SOCKET}`,
      summary: `Where "chat-server control" finds this server: a file for its user alone; ${NO_SOCKET} for no such thing.`,
    }),
  class: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Admin,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Open the page for a teacher on an admin port that is free, from 9100 on, and print where.",
  }),
  adminPort: wholeNumber(0, 65_535).optional().register(optionInfos, {
    group: OptionGroup.Admin,
    placeholder: "<port>",
    default: "none",
    allowed: "a whole number from 0 to 65535",
    summary: "TCP port for metrics, health and control over HTTP; 0 lets the system choose one.",
  }),
  adminHost: z.string().regex(/\S/).default("127.0.0.1").register(optionInfos, {
    group: OptionGroup.Admin,
    placeholder: "<address>",
    default: "127.0.0.1",
    allowed: "an address or a host name of this machine",
    summary: "Address of the admin port: who can reach it and has the token can do all.",
  }),
  adminTokenFile: z.string().default("").register(optionInfos, {
    group: OptionGroup.Admin,
    placeholder: "<file>",
    default: "none",
    allowed: "the path of a file",
    summary: "File with the token of the admin port; made when it is not there.",
  }),
  allowLookAlikes: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Program,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Let newcomers have names that look like those of others, or like SERVER, Guest or Everyone.",
  }),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info").register(optionInfos, {
    group: OptionGroup.Logging,
    placeholder: "<level>",
    default: "info",
    allowed: "debug, info, warn or error",
    summary: "The least important events to log.",
  }),
  logFormat: z.enum(["pretty", "json"]).default("pretty").register(optionInfos, {
    group: OptionGroup.Logging,
    placeholder: "<format>",
    default: "pretty",
    allowed: "pretty or json",
    summary: "Lines for people, or one JSON object on each line for programs.",
  }),
  quiet: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Logging,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Print nothing but warnings and errors.",
  }),
  explain: z
    .array(z.string().refine(isUserList, { message: `it has to be ${USERS}.` }))
    .default([])
    .register(optionInfos, {
      group: OptionGroup.Journals,
      placeholder: "<name>",
      default: "nobody",
      allowed: USERS,
      summary: "User whose connections are recorded, each in a journal; the user is told so.",
      isRepeatable: true,
    }),
  journalDir: z.string().regex(/\S/).default(DEFAULT_JOURNAL_DIR).register(optionInfos, {
    group: OptionGroup.Journals,
    placeholder: "<folder>",
    default: DEFAULT_JOURNAL_DIR,
    allowed: "the path of a folder",
    summary: "Folder of the journals, for them alone: the last 100 of them, and 64 MiB at most.",
  }),
  showMessages: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Journals,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Leave the texts of messages in the journals, which are masked otherwise.",
  }),
  ...limitOptions,
});

/** Everything that can be set. A value comes as text, from a flag or from the environment. */
export const OptionsSchema = OptionFieldsSchema.refine(({ nats, threads }) => nats.length === 0 || !isMany(threads), {
  message: "--threads has to be 1 with --nats: start a server for each core instead.",
})
  .refine((options) => options.nats.length > 0 || !saysHowToJoin(options), {
    message:
      "--nats-…, --node-name, --namespace and --reuse-port make no sense without --nats, which says where the NATS server is.",
  })
  .refine(({ natsCert, natsKey }) => (natsCert === "") === (natsKey === ""), {
    message: "--nats-cert and --nats-key need each other.",
  })
  .refine((options) => options.explain.length > 0 || !saysHowToExplain(options), {
    message:
      "--journal-dir and --show-messages make no sense without --explain, which says whose connections are recorded.",
  })
  .refine(
    ({ class: isClass, adminPort, adminHost, adminTokenFile }) =>
      isClass || adminPort !== undefined || (adminHost === "127.0.0.1" && adminTokenFile === ""),
    {
      message: "--admin-host and --admin-token-file make no sense without --admin-port or --class.",
    },
  )
  .refine(({ natsUser, natsPasswordFile }) => natsUser === "" || natsPasswordFile !== "", {
    message: "--nats-user needs --nats-password-file.",
  });

/** The value of every option. */
export type Options = z.output<typeof OptionsSchema>;

/** Takes a list with commas apart: an environment variable can be given but once. */
export function splitList(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(",")).map((part) => part.trim());
}

function isNetworkList(text: string): boolean {
  return splitList([text]).every(isNetwork);
}

function isUserList(text: string): boolean {
  return splitList([text]).every((name) => name === EVERYBODY || findUsernameProblem(name) === null);
}

function isMany(threads: number | "auto"): boolean {
  return threads !== "auto" && threads > 1;
}

function hasNoLogin(url: string): boolean {
  return !url.includes("@");
}

function saysHowToJoin(options: z.output<typeof OptionFieldsSchema>): boolean {
  const { natsUser, natsPasswordFile, natsCreds, natsCa, natsCert, natsKey, nodeName, namespace, reusePort } = options;
  const texts = [natsUser, natsPasswordFile, natsCreds, natsCa, natsCert, natsKey, nodeName];
  return texts.some((text) => text !== "") || namespace !== DEFAULT_NAMESPACE || reusePort;
}

function saysHowToExplain({ journalDir, showMessages }: z.output<typeof OptionFieldsSchema>): boolean {
  return journalDir !== DEFAULT_JOURNAL_DIR || showMessages;
}

function fileOption(summary: string) {
  const allowed = "the path of a file";
  return z
    .string()
    .default("")
    .register(optionInfos, { group: OptionGroup.Nodes, placeholder: "<file>", default: "none", allowed, summary });
}

/** Returns what the server has to record; nothing without `--explain`. */
export function journalOf({ explain, journalDir, showMessages }: Options): { readonly journal?: JournalOptions } {
  if (explain.length === 0) return {};
  const names = splitList(explain);
  const users = names.includes(EVERYBODY) ? EVERYBODY : names;
  return { journal: { users, directory: journalDir, showMessages } };
}

/** Returns the options that are limits of the server. */
export function limitsOf(options: Options): { readonly [Name in LimitName]?: number } {
  const names = Object.keys(LIMITS) as LimitName[];
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}

function limitOption(name: LimitName, { summary, unit, default: preset, min, max }: Limit) {
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  const info: OptionInfo = {
    group: OptionGroup.Limits,
    placeholder: `<${unit}>`,
    // The one preset that differs from machine to machine.
    default: name === "maxConnections" ? `open files − ${OPEN_FILE_RESERVE}` : `${preset}`,
    allowed: `a whole number of ${unit} ${range}${min === 0 ? " (0: no limit)" : ""}`,
    summary,
  };
  return wholeNumber(min, max).default(preset).register(optionInfos, info);
}
