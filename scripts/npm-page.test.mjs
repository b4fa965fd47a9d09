import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { npmFields, relativeLinks, withAbsoluteLinks } from "./npm-page.mjs";
import { root } from "./run.mjs";
import { output, readManifest } from "./workspace.mjs";

const rewrite = (text) => withAbsoluteLinks(text, "packages/server", "ada/chat", "c0ffee");
const github = "https://github.com/ada/chat/blob/c0ffee";
const raw = "https://raw.githubusercontent.com/ada/chat/c0ffee";

for (const [title, before, after] of [
  ["a link out of the package", "[limits](../../docs/limits.md#a)", `[limits](${github}/docs/limits.md#a)`],
  ["a link inside it", "[rules](contract/RULES.md)", `[rules](${github}/packages/server/contract/RULES.md)`],
  ["a link with code as its text", "[`chat`](../client/README.md)", `[\`chat\`](${github}/packages/client/README.md)`],
  ["a picture", "![keys](../../docs/keys.svg)", `![keys](${raw}/docs/keys.svg)`],
  ["a picture in HTML", '<img alt="a" src="../../docs/a.svg">', `<img alt="a" src="${raw}/docs/a.svg">`],
  ["a picture's source", '<source srcset="../../a.svg">', `<source srcset="${raw}/a.svg">`],
]) {
  test(`${title} becomes an address`, () => assert.equal(rewrite(before), after));
}

test("addresses, places on the page and code stay", () => {
  const text = "[a](https://nats.io) [b](#options) [c](mailto:a@b.c)\n\n```js\nlist[0](../x);\n```\n";
  assert.equal(rewrite(text), text);
});

test("package.json names the package's directory", () => {
  assert.deepEqual(npmFields("packages/server", "ada/chat"), {
    homepage: "https://github.com/ada/chat/tree/HEAD/packages/server#readme",
    bugs: "https://github.com/ada/chat/issues",
    repository: { type: "git", url: "git+https://github.com/ada/chat.git", directory: "packages/server" },
  });
});

for (const file of globSync("{packages,apps}/*/package.json", { cwd: root })) {
  const directory = dirname(file).replaceAll("\\", "/");
  const manifest = readManifest(join(root, directory));
  const readme = readFileSync(join(root, directory, "README.md"), "utf8");

  test(`${manifest.name}: each relative link of the README leads somewhere, and none is left on npm's page`, () => {
    const links = relativeLinks(readme);
    const lost = links.filter((link) => !existsSync(join(root, directory, link.replace(/#.*/, ""))));
    assert.deepEqual(lost, []);
    assert.deepEqual(relativeLinks(rewrite(readme)), []);
  });

  if (manifest.private) continue;

  test(`${manifest.name}: npm finds it by keywords, and gets its changelog`, () => {
    assert.ok(manifest.keywords?.includes("chat"));
    assert.ok(manifest.files.includes("CHANGELOG.md"));
  });
}

test("each relative link of a page of this repository leads somewhere", async () => {
  const pages = (await output("git", ["ls-files", "*.md"], { cwd: root })).split("\n").filter((page) => page !== "");
  const lost = pages.flatMap((page) =>
    relativeLinks(readFileSync(join(root, page), "utf8"))
      .filter((link) => !existsSync(join(root, dirname(page), link.replace(/#.*/, ""))))
      .map((link) => `${page}: ${link}`),
  );
  assert.deepEqual(lost, []);
});
