// A package's page on npm: npm shows README.md far away from the repository, and links to what package.json says of it. Written
// when a release is made, from the repository that makes it, so that a fork's pages are right as well.
import { readFile, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";

/**
 * Rewrites package.json and README.md of a package for npm.
 *
 * @param repository `owner/name` on GitHub
 * @param commit the commit of the release: what its links show never changes
 */
export async function writeNpmPage({ path, directory, manifest, repository, commit }) {
  const page = { ...manifest, ...npmFields(directory, repository) };
  await writeFile(join(path, "package.json"), `${JSON.stringify(page, null, 2)}\n`);
  const readme = await readFile(join(path, "README.md"), "utf8");
  await writeFile(join(path, "README.md"), withAbsoluteLinks(readme, directory, repository, commit));
}

/** Returns the fields of package.json that link to the repository. npm refuses provenance unless they name it rightly. */
export function npmFields(directory, repository) {
  const address = `https://github.com/${repository}`;
  return {
    homepage: `${address}/tree/HEAD/${directory}#readme`,
    bugs: `${address}/issues`,
    repository: { type: "git", url: `git+${address}.git`, directory },
  };
}

/** Returns a README whose relative links and pictures have become addresses on GitHub. Code blocks stay as they are. */
export function withAbsoluteLinks(readme, directory, repository, commit) {
  const absolute = (kind) => (_, before, target) => {
    const path = posix.join(directory, target);
    if (kind === "picture") return `${before}https://raw.githubusercontent.com/${repository}/${commit}/${path}`;
    return `${before}https://github.com/${repository}/blob/${commit}/${path}`;
  };
  return mapProse(readme, (prose) => prose.replace(PICTURE, absolute("picture")).replace(LINK, absolute("link")));
}

/** Returns the targets of all relative links and pictures in a README. */
export function relativeLinks(readme) {
  const targets = [];
  mapProse(readme, (prose) => {
    for (const [, , target] of [...prose.matchAll(PICTURE), ...prose.matchAll(LINK)]) targets.push(target);
    return prose;
  });
  return targets;
}

// Neither an address with a scheme nor a place on the same page.
const RELATIVE = '(?![a-z]+:|#|//)[^)"\\s]+';
const PICTURE = new RegExp(`(!\\[[^\\]]*\\]\\(|<img [^>]*\\bsrc="|\\bsrcset=")(${RELATIVE})`, "g");
const LINK = new RegExp(`((?<!!\\[[^\\]]*)\\]\\(|\\bhref=")(${RELATIVE})`, "g");

/** Applies `map` to all but the fenced code blocks of a Markdown text. */
function mapProse(markdown, map) {
  return markdown
    .split(/(^```[\s\S]*?^```)/m)
    .map((part, index) => (index % 2 === 0 ? map(part) : part))
    .join("");
}
