import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { canTestWithNats, NatsServer } from "@chat/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NatsBackplane } from "../src/nats/nats-backplane.ts";
import { RecordingLogger } from "./recording-logger.ts";

/** Checks whether openssl can make certificates here. When it can't, one line says what was left out. */
function canMakeCertificates(): boolean {
  try {
    execFileSync("openssl", ["version"]);
    return true;
  } catch {
    console.warn("TLS between a node and NATS is not tested: openssl is not installed.");
    return false;
  }
}

/** Makes an authority, and a certificate of the broker and one of a node that it has signed. */
async function makeCertificates(folder: string): Promise<void> {
  const openssl = (args: string) => execFileSync("openssl", args.split(" "), { cwd: folder, stdio: "pipe" });
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
  openssl(`req -x509 ${key} -keyout ca-key.pem -out ca.pem -days 1 -subj /CN=authority`);
  await writeFile(joinPath(folder, "broker.cnf"), "subjectAltName=IP:127.0.0.1");
  await writeFile(joinPath(folder, "node.cnf"), "extendedKeyUsage=clientAuth");
  for (const name of ["broker", "node"]) {
    openssl(`req ${key} -keyout ${name}-key.pem -out ${name}.csr -subj /CN=${name}`);
    const signer = "-CA ca.pem -CAkey ca-key.pem -CAcreateserial";
    openssl(`x509 -req -in ${name}.csr ${signer} -out ${name}.pem -days 1 -extfile ${name}.cnf`);
  }
}

const canTest = canTestWithNats("TLS between a node and NATS") && canMakeCertificates();

describe.runIf(canTest)("a node whose broker speaks TLS", () => {
  let folder: string;
  let tlsFlags: string[];

  beforeAll(async () => {
    folder = await mkdtemp(joinPath(tmpdir(), "chat-tls-"));
    await makeCertificates(folder);
    tlsFlags = ["--tls", "--tlscert", joinPath(folder, "broker.pem"), "--tlskey", joinPath(folder, "broker-key.pem")];
  });

  afterAll(() => rm(folder, { recursive: true }));

  function read(name: string): string {
    return readFileSync(joinPath(folder, `${name}.pem`), "utf8");
  }

  it("joins when it knows the authority of the broker's certificate, and not otherwise", async () => {
    await using broker = await NatsServer.start({ args: tlsFlags });
    const servers = [broker.url];
    const logger = new RecordingLogger();
    const backplane = await NatsBackplane.connect({ servers, tls: { ca: read("ca") }, logger });
    expect(backplane.isDegraded).toBe(false);
    await backplane.close();
    expect(logger.linesOf("warn").join()).toContain("asks for no password");
    await expect(NatsBackplane.connect({ servers, tls: {} })).rejects.toThrow(
      /certificate.* The node has to know the authority that has signed the nats-server's\.$/,
    );
  });

  it("shows its own certificate to a broker that asks for one", async () => {
    const flags = [...tlsFlags, "--tlsverify", "--tlscacert", joinPath(folder, "ca.pem")];
    await using broker = await NatsServer.start({ args: flags });
    const servers = [broker.url];
    const tls = { ca: read("ca"), cert: read("node"), key: read("node-key") };
    const logger = new RecordingLogger();
    const backplane = await NatsBackplane.connect({ servers, tls, logger });
    expect(backplane.isDegraded).toBe(false);
    await backplane.close();
    expect(logger.linesOf("warn")).toEqual([]);
    await expect(NatsBackplane.connect({ servers, tls: { ca: tls.ca } })).rejects.toThrow(/^Can't join/);
  });

  it("does not talk to a broker without TLS when it was told to use it", async () => {
    await using broker = await NatsServer.start();
    const attempt = NatsBackplane.connect({ servers: [broker.url], tls: { ca: read("ca") } });
    await expect(attempt).rejects.toThrow(/^Can't join/);
    await expect(NatsBackplane.connect({ servers: [broker.url.replace("nats:", "tls:")] })).rejects.toThrow(
      /^Can't join/,
    );
  });
});

it.each([
  ["an unknown field", { tls: { certificate: "x" } }],
  ["a wrong field", { tls: { ca: 7 } }],
  ["a wrong secret", { tls: { key: 12345 } }],
  ["no object", { tls: true }],
  ["no text", { password: 12345 }],
])("refuses options with %s", async (_what, options) => {
  const attempt = NatsBackplane.connect({ servers: ["nats://127.0.0.1:1"], ...(options as object) });
  await expect(attempt).rejects.toThrow(/^(?!.*12345).*(certificate|ha(s|ve) to be)/);
});

it.each(["http://chat:s3cret@127.0.0.1", "chat:s3cret@:x", "nats://chat:s3cret@a b"])(
  "shows no password of the URL %j",
  async (url) => {
    const failure = await NatsBackplane.connect({ servers: [url] }).catch(String);
    expect(failure).toContain("is no URL of a NATS server");
    expect(failure).not.toContain("s3cret");
  },
);
