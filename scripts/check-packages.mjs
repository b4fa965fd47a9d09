// `pnpm check:packages`: each package that we publish works when it is packed and installed in an empty project.
import { mkdir, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { install } from "./prepare.mjs";
import { root } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { buildPackages, output, packPackages, readManifest } from "./workspace.mjs";

const npmInstall = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error", "--prefer-offline"];

await install();
await buildPackages();
await withTemporaryDirectory(async (directory) => {
  const packages = await packPackages(directory);
  for (const packed of packages) {
    try {
      const proofs = await provePackage(packed, packages, join(directory, packed.name));
      console.log(`✓ ${packed.name}: ${proofs.join(", ")}`);
    } catch (error) {
      console.log(`✗ ${packed.name}\n${error.message}`);
      process.exitCode = 1;
    }
  }
});

async function provePackage(packed, packages, project) {
  proveFiles(packed);
  await mkdir(project, { recursive: true });
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await output("npm", [...npmInstall, ...tarballsNeeded(packed, packages)], { cwd: project });

  const manifest = readManifest(join(project, "node_modules", packed.name));
  proveDependencies(manifest, packages);
  const proofs = [`${packed.files.length} files`];
  const doors = doorsOf(manifest, packed.files);
  const optionalPeers = optionalPeersOf(manifest);
  if (optionalPeers.length > 0) {
    // Only other doors need them: a program that uses the main door alone works without.
    const mainDoor = doors.filter(({ specifier }) => specifier === packed.name);
    await proveDoors(project, mainDoor);
    proofs.push(`main door without ${optionalPeers.map(({ peer }) => peer).join(" and ")}`);
    const specs = optionalPeers.map(({ peer, range }) => `${peer}@${range}`);
    await output("npm", [...npmInstall, ...specs], { cwd: project });
  }
  if (doors.length > 0) {
    await proveDoors(project, doors);
    proofs.push(`doors that open and have types: ${doors.length}`);
  }
  for (const command of Object.keys(manifest.bin ?? {})) {
    await proveVersion(project, command, manifest.version);
    proofs.push(`${command} --version`);
  }
  return proofs;
}

/** Throws unless the tarball has all that its users need, and nothing that only we need. */
function proveFiles({ files }) {
  const isExpected = (file) => /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.+|contract\/.+)$/.test(file);
  const missing = ["README.md", "LICENSE"].filter((file) => !files.includes(file));
  const needless = files.filter((file) => !isExpected(file) || /\.test\.|\.tsbuildinfo$|(?<!\.d)\.ts$/.test(file));
  if (!files.some((file) => file.startsWith("dist/"))) missing.push("dist/");
  if (missing.length > 0) throw new Error(`The tarball lacks ${missing.join(", ")}.`);
  if (needless.length > 0) throw new Error(`The tarball should not hold ${needless.join(", ")}.`);
}

/** Throws when package.json names a package of ours that is not published: npm can't know it. `.pnpmfile.mjs` leaves these out. */
function proveDependencies({ dependencies, devDependencies, peerDependencies, optionalDependencies }, packages) {
  const named = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies });
  const unknown = named.filter((name) => name.startsWith("@chat/") && !packages.some((other) => other.name === name));
  if (unknown.length > 0) throw new Error(`package.json names packages that are not published: ${unknown.join(", ")}.`);
}

/** Returns the package's own tarball and those of our packages that it depends on, directly or through others. */
function tarballsNeeded(packed, packages) {
  const needed = new Set([packed]);
  for (const { manifest } of needed) {
    for (const other of packages) if (Object.hasOwn(manifest.dependencies ?? {}, other.name)) needed.add(other);
  }
  return [...needed].map(({ tarball }) => tarball);
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

async function proveDoors(project, doors) {
  await proveImports(project, doors);
  await proveTypes(project, doors);
}

async function proveImports(project, doors) {
  await writeFile(join(project, "doors.mjs"), importsOf(doors));
  await output("node", ["doors.mjs"], { cwd: project });
}

async function proveTypes(project, doors) {
  await writeFile(join(project, "doors.ts"), importsOf(doors));
  const compilerOptions = {
    module: "nodenext",
    target: "es2024",
    lib: ["es2024", "esnext.disposable"],
    strict: true,
    noEmit: true,
    resolveJsonModule: true,
    // The declarations themselves have to be right, not merely present.
    skipLibCheck: false,
    typeRoots: [join(root, "node_modules", "@types")],
    types: ["node"],
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["doors.ts"] }));
  await output(join(root, "node_modules", ".bin", "tsc"), ["-p", "."], { cwd: project });
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
  const printed = await output(join(project, "node_modules", ".bin", command), ["--version"], { cwd: project });
  if (!printed.includes(version)) throw new Error(`${command} --version printed ${printed.trim()}, not ${version}.`);
}
