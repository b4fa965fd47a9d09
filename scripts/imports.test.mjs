import { deepEqual, equal } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { checkImports, cycles, forbiddenImports, importsIn, mutualFolders } from "./imports.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";

describe("the imports of a file", () => {
  it("are read in every form, those of types included", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type { B } from "../b.ts";',
      'import {\n  c,\n  type D,\n} from "@chat/protocol";',
      'import "./side-effect.ts";',
      'export { e } from "./e.ts";',
      'export type { F } from "./f.ts";',
      'const g = await import("./g.ts");',
      'let h: import("./h.ts").H;',
    ].join("\n");
    deepEqual(
      importsIn("packages/x/src/y/z.ts", text).map(({ to }) => to),
      [
        "packages/x/src/y/a.ts",
        "packages/x/src/b.ts",
        "@chat/protocol",
        "packages/x/src/y/side-effect.ts",
        "packages/x/src/y/e.ts",
        "packages/x/src/y/f.ts",
        "packages/x/src/y/g.ts",
        "packages/x/src/y/h.ts",
      ],
    );
  });

  it("are not those of its comments and texts", () => {
    const text =
      '/**\n * import { a } from "./a.ts";\n */\n// import "./b.ts";\nconst c = `\n  import d from "./d.ts"`;\n';
    deepEqual(importsIn("a.ts", text), []);
  });
});

describe("a rule for some names of a package", () => {
  const rules = [{ from: /./, to: /^node:net$/, names: /^Socket$/, reason: "it is secret" }];

  it("forbids these, as types too, and no others", () => {
    const text = 'import { connect, type Socket } from "node:net";\nimport type { Socket as S } from "node:net";\n';
    equal(forbiddenImports(importsIn("a.ts", text), rules).length, 2);
    deepEqual(forbiddenImports(importsIn("a.ts", 'import { isIPv4 } from "node:net";'), rules), []);
  });
});

describe("cycles", () => {
  it("are printed as a shortest path of files, once each", () => {
    const imports = edges("a → b", "b → c", "c → d", "c → a", "d → a", "e → a", "f → g", "g → f");
    deepEqual(cycles(imports), [
      "A cycle of imports:\n    a\n    b\n    c\n    a",
      "A cycle of imports:\n    f\n    g\n    f",
    ]);
  });

  it("are not what two files share", () => {
    deepEqual(cycles(edges("a → b", "a → c", "b → d", "c → d")), []);
  });
});

describe("folders", () => {
  it("may not import each other", () => {
    const imports = edges("src/x/1 → src/y/2", "src/y/3 → src/x/4", "src/z/5 → src/x/1");
    deepEqual(mutualFolders(imports, "src/"), [
      'src/: "x" and "y" import each other:\n    src/x/1 → y/2\n    src/y/3 → x/4',
    ]);
  });

  it("may be imported by the files beside them, and import these", () => {
    deepEqual(mutualFolders(edges("src/index → src/x/1", "src/x/1 → src/options"), "src/"), []);
  });
});

describe("the rules", () => {
  for (const [from, to, isType] of [
    ["packages/protocol/src/message.ts", "node:net"],
    ["packages/protocol/src/message.ts", "zod"],
    ["packages/protocol/src/message.ts", "@chat/server"],
    ["packages/server/src/chat-node.ts", "@chat/client-sdk"],
    ["packages/client-sdk/src/server-connection.ts", "node:net", true],
    ["packages/client-sdk/src/client-options.ts", "@chat/command-line"],
    ["packages/server/src/backplane/members.ts", "packages/server/src/threads/thread-link.ts", true],
    ["packages/server/src/dispatch/request.ts", "packages/server/src/connection/outbox.ts"],
    ["packages/server/src/transport/transport.ts", "packages/server/src/limits.ts"],
    ["packages/server/src/options.ts", "@nats-io/kv"],
    ["apps/loadtest/src/result/run-result.ts", "apps/loadtest/src/verdict/conclude.ts"],
    ["apps/ink-client/src/view/row.ts", "ink"],
    ["apps/ink-client/src/state/chat-state.ts", "node:net"],
    ["apps/ink-client/src/state/chat-state.ts", "@chat/client-sdk"],
    ["apps/web/src/model/verdict.ts", "apps/web/src/api/admin-client.ts"],
  ]) {
    it(`forbid ${from} to import ${to}`, () => equal(forbiddenImports([{ from, to, isType }]).length, 1));
  }

  for (const [from, to, isType] of [
    ["packages/protocol/src/schema.ts", "zod"],
    ["packages/server/src/threads/thread-link.ts", "packages/server/src/backplane/peer-link.ts"],
    ["packages/server/src/transport/tcp-transport.ts", "node:net"],
    ["packages/client-sdk/src/transport/tcp-client-transport.ts", "node:net"],
    ["packages/client-sdk/src/client-options.ts", "@chat/command-line/known-options"],
    ["packages/client-sdk/src/client-emitter.ts", "@chat/command-line/call-listeners"],
    ["packages/server/src/chat-node-emitter.ts", "@chat/command-line/describe"],
    ["packages/server/src/nats/broker.ts", "@nats-io/transport-node"],
    ["apps/loadtest/src/report/html-report.ts", "apps/loadtest/src/result/run-result.ts"],
    ["apps/ink-client/src/state/chat-state.ts", "@chat/client-sdk", true],
  ]) {
    it(`allow ${from} to import ${to}`, () => deepEqual(forbiddenImports([{ from, to, isType }]), []));
  }
});

describe("the check of imports", () => {
  it("reads the packages of a checkout, and exempts tests", () =>
    withTemporaryDirectory(async (directory) => {
      execFileSync("git", ["init", "--quiet"], { cwd: directory });
      const files = {
        "packages/server/package.json": "{}",
        "packages/server/src/nats/session.ts": 'import type { A } from "../backplane/backplane.ts";\n',
        "packages/server/src/backplane/backplane.ts": 'import { b } from "../limits.ts";\n',
        "packages/server/src/backplane/backplane.test.ts": 'import { c } from "../nats/session.ts";\n',
        "packages/server/test/nats.ts": 'import { d } from "../src/backplane/backplane.ts";\n',
        "packages/server/src/limits.ts": "",
      };
      for (const [path, text] of Object.entries(files)) await write(directory, path, text);
      equal(await checkImports(directory), "");

      await write(directory, "packages/server/src/limits.ts", 'import type { E } from "./nats/session.ts";\n');
      equal(
        await checkImports(directory),
        [
          "A cycle of imports:",
          "    packages/server/src/backplane/backplane.ts",
          "    packages/server/src/limits.ts",
          "    packages/server/src/nats/session.ts",
          "    packages/server/src/backplane/backplane.ts",
          "",
        ].join("\n"),
      );
    }));
});

function edges(...arrows) {
  return arrows.map((arrow) => {
    const [from, to] = arrow.split(" → ");
    return { from, to, isType: false };
  });
}

async function write(directory, path, text) {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), text);
}
