import { readCommandLine } from "@chat/command-line";
import { LIMITS, type LimitName } from "@chat/server";
import { describe, expect, it } from "vitest";
import { chatServerCommand } from "./chat-server-command.ts";
import { journalOf, splitList } from "./options.ts";

function readOptions(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const command = readCommandLine(chatServerCommand, args, environment);
  if (command.kind !== "run") throw new Error(`Expected options, not ${JSON.stringify(command)}.`);
  return command.options;
}

function readProblems(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const command = readCommandLine(chatServerCommand, args, environment);
  return command.kind === "wrong" ? command.problems : [];
}

const LACKS_NATS =
  "--nats-…, --node-name, --namespace and --reuse-port make no sense without --nats, which says where the NATS server is.";

const LACKS_EXPLAIN =
  "--journal-dir and --show-messages make no sense without --explain, which says whose connections are recorded.";

describe("the options", () => {
  it("fills in the defaults", () => {
    expect(readOptions([])).toMatchObject({
      host: "0.0.0.0",
      port: 65432,
      closeGraceMs: 5000,
      logLevel: "info",
      logFormat: "pretty",
      quiet: false,
      messagesPerSecond: 1000,
      bytesPerSecond: 2097152,
      shoutsPerSecond: 20,
    });
  });

  it.each(Object.keys(LIMITS) as LimitName[])("has an option for the limit %s, from its smallest value on", (name) => {
    const option = chatServerCommand.options.find((option) => option.name === name);
    const { min, max, default: preset } = LIMITS[name];
    expect(readOptions([])[name]).toBe(preset);
    expect(readOptions([`${option?.flag}=${min}`])[name]).toBe(min);
    expect(readOptions([`${option?.flag}=${max}`])[name]).toBe(max);
    expect(readProblems([`${option?.flag}=${max + 1}`])).toHaveLength(1);
    if (min > 0) expect(readProblems([`${option?.flag}=${min - 1}`])).toHaveLength(1);
  });

  it("takes every option from the environment, and a flag before it", () => {
    const environment = {
      CHAT_PORT: "1",
      CHAT_MAX_CONNECTIONS_PER_ADDRESS: "2",
      CHAT_QUIET: "1",
      CHAT_LOG_FORMAT: "json",
    };
    expect(readOptions(["--port=5000"], environment)).toMatchObject({
      port: 5000,
      maxConnectionsPerAddress: 2,
      quiet: true,
      logFormat: "json",
    });
    expect(readOptions(["--quiet=false"], environment).quiet).toBe(false);
  });

  it("takes what makes a server one of several nodes", () => {
    const args = ["--nats=nats://10.0.0.1:4222", "--nats", "tls://10.0.0.2", "--node-name=room-7", "--threads=1"];
    expect(readOptions(args, { CHAT_NAMESPACE: "class-1a" })).toMatchObject({
      nats: ["nats://10.0.0.1:4222", "tls://10.0.0.2"],
      natsCreds: "",
      nodeName: "room-7",
      namespace: "class-1a",
      threads: 1,
    });
    expect(readOptions([])).toMatchObject({ nats: [], natsCreds: "", nodeName: "", namespace: "default" });
  });

  it("takes proxies to trust, one at a time or with commas between them", () => {
    expect(readOptions([]).trustedProxy).toEqual([]);
    const { trustedProxy } = readOptions(["--trusted-proxy=10.0.0.7", "--trusted-proxy", "10.1.0.0/16, 2001:db8::/32"]);
    expect(splitList(trustedProxy)).toEqual(["10.0.0.7", "10.1.0.0/16", "2001:db8::/32"]);
    const fromVariable = readOptions([], { CHAT_TRUSTED_PROXY: "10.0.0.7,::1" });
    expect(splitList(fromVariable.trustedProxy)).toEqual(["10.0.0.7", "::1"]);
  });

  it("takes users to explain, one at a time or with commas between them", () => {
    expect(journalOf(readOptions([]))).toEqual({});
    expect(journalOf(readOptions(["--explain=Ada", "--explain", "Bob, Zoë"]))).toEqual({
      journal: { users: ["Ada", "Bob", "Zoë"], directory: "journals", showMessages: false },
    });
    const args = ["--explain=Ada,all", "--journal-dir=/var/tmp/j", "--show-messages"];
    expect(journalOf(readOptions(args))).toEqual({
      journal: { users: "all", directory: "/var/tmp/j", showMessages: true },
    });
    expect(journalOf(readOptions([], { CHAT_EXPLAIN: "all" }))).toMatchObject({ journal: { users: "all" } });
  });

  it.each([
    [["--port", "70000"], '--port is "70000": it has to be a whole number from 0 to 65535.'],
    [["--host= "], '--host is " ": it has to be an address or a host name of this machine.'],
    [["--log-level=LOUD"], '--log-level is "LOUD": it has to be debug, info, warn or error.'],
    [["--log-format=\u001b[2J"], '--log-format is "␛[2J": it has to be pretty or json.'],
    [
      ["--trusted-proxy=10.0.0.7", "--trusted-proxy=10.0.0.7,10.0.0.0/33"],
      '--trusted-proxy is "10.0.0.7,10.0.0.0/33": it has to be an address or a network such as 10.0.0.7 or 10.0.0.0/8, or several with commas between them.',
    ],
    [
      ["--explain=Ada\tBob"],
      '--explain is "Ada Bob": it has to be all, or the name of a user, or several with commas between them.',
    ],
    [["--journal-dir=x"], LACKS_EXPLAIN],
    [["--show-messages"], LACKS_EXPLAIN],
    [["--quiet=perhaps"], '--quiet is "perhaps": it has to be true or false.'],
    [
      ["--max-all-outbox-bytes=1"],
      '--max-all-outbox-bytes is "1": it has to be a whole number of bytes from 65536 on.',
    ],
    [
      ["--nats=localhost"],
      '--nats is "localhost": it has to be the URL of a NATS server, such as nats://10.0.0.1:4222.',
    ],
    [
      ["--nats=nats://10.0.0.1", "--nats=http://10.0.0.2"],
      '--nats is "http://10.0.0.2": it has to be the URL of a NATS server, such as nats://10.0.0.1:4222.',
    ],
    [
      ["--nats=nats://10.0.0.1", "--namespace=class.1a"],
      '--namespace is "class.1a": it has to be 1 to 64 letters, digits, - or _.',
    ],
    [
      ["--nats=nats://10.0.0.1", "--threads=2"],
      "--threads has to be 1 with --nats: start a server for each core instead.",
    ],
    [
      ["--nats=nats://chat:s3cret@10.0.0.1"],
      '--nats is "nats://…@10.0.0.1": it has to be without a login, which other users of this machine could see. Use --nats-user and --nats-password-file.',
    ],
    [
      ["--nats=http://chat:s3cret@10.0.0.1"],
      '--nats is "http://…@10.0.0.1": it has to be without a login, which other users of this machine could see. Use --nats-user and --nats-password-file.',
    ],
    [["--nats=nats://10.0.0.1", "--nats-key=key.pem"], "--nats-cert and --nats-key need each other."],
    [["--nats=nats://10.0.0.1", "--nats-user=chat"], "--nats-user needs --nats-password-file."],
    [["--nats-creds=chat.creds"], LACKS_NATS],
    [["--nats-ca=ca.pem"], LACKS_NATS],
    [["--node-name=room-7"], LACKS_NATS],
    [["--namespace=class-1a"], LACKS_NATS],
    [["5000"], '"5000" belongs to no option. An example of one: --port 5000.'],
    [["--prot", "5000"], "There is no option --prot. Did you mean --port?"],
    [["--maxConnections=5"], "There is no option --maxConnections. Did you mean --max-connections?"],
  ])("explains what is wrong with %j", (args, problem) => {
    expect(readProblems(args)).toEqual([problem]);
  });
});
