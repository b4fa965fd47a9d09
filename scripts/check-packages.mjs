// `pnpm check:packages`: each package that we publish works when it is packed and installed in an empty project: as ES module
// and by require(), for the newest TypeScript and for an old one.
import { writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { createProject, installInto, tarballsNeeded } from "./empty-project.mjs";
import { proveSizes } from "./package-sizes.mjs";
import { install } from "./prepare.mjs";
import { root } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { buildPackages, output, packPackages, readManifest } from "./workspace.mjs";

/** The oldest TypeScript that our declarations are checked with. */
const oldTypeScript = "5.6";

await install();
await buildPackages();
await withTemporaryDirectory(async (directory) => {
  const packages = await packPackages(directory);
  const compilers = [
    { folder: join(root, "node_modules"), flags: [] },
    // Declarations of NATS need a newer TypeScript to be checked themselves.
    { folder: join(directory, "old-typescript", "node_modules"), flags: ["--skipLibCheck"] },
  ];
  await createProject(join(directory, "old-typescript"), [`typescript@${oldTypeScript}`]);
  const prove = (packed) => provePackage(packed, packages, compilers, join(directory, packed.name));
  await Promise.all(packages.map((packed) => report(packed.name, () => prove(packed))));
  await report("Sizes", () => proveSizes(packages, join(directory, "sizes")));
});

/** Prints what `prove` has proved, or why it failed. */
async function report(title, prove) {
  try {
    console.log(`✓ ${title}: ${(await prove()).join(", ")}`);
  } catch (error) {
    console.log(`✗ ${title}\n${error.message}`);
    process.exitCode = 1;
  }
}

async function provePackage(packed, packages, compilers, project) {
  proveFiles(packed);
  await createProject(project, tarballsNeeded(packed, packages));
  const manifest = readManifest(join(project, "node_modules", packed.name));
  proveDependencies(manifest, packages);
  const proofs = [`${packed.files.length} files`];
  const doors = doorsOf(manifest, packed.files);
  const optionalPeers = optionalPeersOf(manifest);
  if (optionalPeers.length > 0) {
    // Only other doors need them: a program that uses the main door alone works without.
    const mainDoor = doors.filter(({ specifier }) => specifier === packed.name);
    await proveDoors(project, mainDoor, compilers);
    proofs.push(`main door without ${optionalPeers.map(({ peer }) => peer).join(" and ")}`);
    await installInto(
      project,
      optionalPeers.map(({ peer, range }) => `${peer}@${range}`),
    );
  }
  if (doors.length > 0) {
    await proveDoors(project, doors, compilers);
    proofs.push(`doors that open and have types: ${doors.length}`);
  }
  for (const command of Object.keys(manifest.bin ?? {})) {
    await proveVersion(project, command, manifest.version);
    proofs.push(`${command} --version`);
  }
  return proofs;
}

/** Throws unless the tarball has all that its users need, and nothing that only we need. */
function proveFiles({ name, files }) {
  const isExpected = (file) =>
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|(report|settings)\.schema\.json|dist\/.+|contract\/.+|recipes\/.+)$/.test(
      file,
    );
  const missing = ["README.md", "LICENSE"].filter((file) => !files.includes(file));
  const needless = files.filter((file) => !isExpected(file) || /\.test\.|\.tsbuildinfo$|(?<!\.d)\.ts$/.test(file));
  if (!files.some((file) => file.startsWith("dist/"))) missing.push("dist/");
  if (name === "@chat/server-app" && !files.includes("dist/page/index.html")) missing.push("the page for a teacher");
  if (missing.length > 0) throw new Error(`The tarball lacks ${missing.join(", ")}.`);
  if (needless.length > 0) throw new Error(`The tarball should not hold ${needless.join(", ")}.`);
}

/** Throws when package.json names a package of ours that is not published: npm can't know it. `.pnpmfile.mjs` leaves these out. */
function proveDependencies({ dependencies, devDependencies, peerDependencies, optionalDependencies }, packages) {
  const named = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies });
  const unknown = named.filter((name) => name.startsWith("@chat/") && !packages.some((other) => other.name === name));
  if (unknown.length > 0) throw new Error(`package.json names packages that are not published: ${unknown.join(", ")}.`);
}

/** Returns the optional peer dependencies of a package, with the range that a user installs. */
function optionalPeersOf({ peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.entries(peerDependencies).map(([peer, range]) => ({ peer, range }));
  return peers.filter(({ peer }) => peerDependenciesMeta[peer]?.optional === true);
}

/** Returns each specifier that can be imported from a package: a door with a `*` stands for every file behind it. */
function doorsOf({ name, exports = {} }, files) {
  return Object.entries(exports).flatMap(([door, target]) => {
    const path = typeof target === "string" ? target : target.default;
    const specifier = posix.join(name, door);
    if (!path.includes("*")) return [{ specifier, path }];
    const [start, end] = path.slice("./".length).split("*");
    const behind = files.filter((file) => file.startsWith(start) && file.endsWith(end));
    return behind.map((file) => ({
      specifier: specifier.replace("*", file.slice(start.length, file.length - end.length)),
      path: file,
    }));
  });
}

async function proveDoors(project, doors, compilers) {
  await proveImports(project, doors);
  await proveRequires(project, doors);
  await proveTypes(project, doors, compilers);
}

async function proveImports(project, doors) {
  await writeFile(join(project, "doors.mjs"), importsOf(doors));
  await output("node", ["doors.mjs"], { cwd: project });
}

async function proveRequires(project, doors) {
  const lines = doors.map(({ specifier }) => `if (Object.keys(require("${specifier}")).length === 0) process.exit(1);`);
  await writeFile(join(project, "doors.cjs"), lines.join("\n"));
  await output("node", ["doors.cjs"], { cwd: project });
}

async function proveTypes(project, doors, compilers) {
  await writeFile(join(project, "doors.ts"), importsOf(doors));
  const compilerOptions = {
    module: "nodenext",
    target: "es2022",
    lib: ["esnext"],
    strict: true,
    noEmit: true,
    resolveJsonModule: true,
    // The declarations themselves have to be right, not merely present.
    skipLibCheck: false,
    typeRoots: [join(root, "node_modules", "@types")],
    types: ["node"],
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["doors.ts"] }));
  for (const { folder, flags } of compilers) {
    await output("node", [join(folder, "typescript", "bin", "tsc"), "-p", ".", ...flags], { cwd: project });
  }
}

/** Returns a program that fails when a door can't be imported or exports nothing; it is both JavaScript and TypeScript. */
function importsOf(doors) {
  const imports = doors.map(({ specifier, path }, index) => {
    const attributes = path.endsWith(".json") ? ' with { type: "json" }' : "";
    return `import * as door${index} from "${specifier}"${attributes};`;
  });
  const uses = doors.map(({ specifier }, index) => {
    return `if (Object.keys(door${index}).length === 0) throw new Error("${specifier} exports nothing");`;
  });
  return [...imports, ...uses, ""].join("\n");
}

async function proveVersion(project, command, version) {
  const printed = await output("npm", ["exec", "--no", "--", command, "--version"], { cwd: project });
  if (!printed.includes(version)) throw new Error(`${command} --version printed ${printed.trim()}, not ${version}.`);
}
