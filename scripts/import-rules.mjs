// Who may import whom: `pnpm check imports` keeps these rules, and docs/architecture.md explains them.

const serverFolders = (...folders) => new RegExp(`^packages/server/src/(${folders.join("|")})/`);

/** Packages of ours but the contract, and but what checks a program's options and callbacks and Node.js: it is small and gets bundled. */
const otherPackages =
  /^@chat\/(?!protocol(\/mistakes)?$|command-line\/(known-options|nearest|describe|call-listeners|duration|hide-login)$|journal$|node-version$)/;

/** The names of `node:net` and `node:tls` that stand for a socket: addresses are nobody's secret. */
const SOCKETS = /^(Socket|TLSSocket|Server|createServer|connect|createConnection|net|tls)$/;

/**
 * Each row: no file whose path matches `from` imports a file, or a package, that matches `to`. Types count as well, unless
 * `mayImportTypes` is set. With `names`, only these names of it are forbidden.
 */
export const importRules = [
  {
    from: /^packages\/protocol\/src\/(?!schema\.ts$)/,
    to: /^(?!packages\/protocol\/src\/)|\/schema\.ts$/,
    reason: "the contract imports nobody: other programs and browsers take it alone",
  },
  {
    from: /^packages\/protocol\/src\/schema\.ts$/,
    to: /^(?!packages\/protocol\/src\/|zod$)/,
    reason: "the schema is for programs that use zod, and needs nothing else",
  },
  {
    from: /^packages\/server\/src\//,
    to: otherPackages,
    reason: "the server knows the contract and no other package of ours",
  },
  {
    from: /^packages\/client-sdk\/src\//,
    to: otherPackages,
    reason: "the SDK knows the contract and no other package of ours",
  },
  {
    from: /^packages\/client-sdk\/src\/(?!transport\/)/,
    to: /^node:(net|tls)$/,
    reason: "the SDK talks to a transport: sockets are in transport/ alone",
  },
  {
    from: /^apps\//,
    to: /^@chat\/(testing|broken-peers|faults|benchmarks)/,
    reason: "what only tests need is not published",
  },
  {
    from: /^packages\/conformance\/src\/(?!.*\.test\.ts$)/,
    to: /^@chat\/(?!protocol(\/mistakes)?$|command-line$|journal(\/draw)?$|proxy$|node-version$)/,
    reason: "the kit shares no code with what it judges but the contract",
  },
  {
    from: /^internal\/accounting\/src\//,
    to: /^(?!internal\/accounting\/src\/)/,
    reason: "an account knows nothing of how messages are sent: no socket, no clock, no message of ours",
  },
  {
    from: /^internal\/journal\/src\//,
    to: /^(?!internal\/journal\/src\/|@chat\/protocol$)/,
    reason: "a journal is read and drawn in a browser too: no file, no socket, no Node.js",
  },
  {
    from: /^internal\/proxy\/src\//,
    to: /^(?!internal\/proxy\/src\/|node:)/,
    reason: "a proxy passes bytes on and knows nothing of what they mean",
  },
  {
    from: /^packages\/server\/src\/transport\//,
    to: /^(?!packages\/server\/src\/transport\/|node:)/,
    reason: "a transport moves bytes and knows nothing of the server",
  },
  {
    // What finds out about ports opens sockets of its own, and no client's.
    from: /^packages\/server\/src\/(?!transport\/|threads\/(port-reservation|spread-check)\.ts$)/,
    to: /^node:(net|tls)$/,
    names: SOCKETS,
    reason: "a connection talks to a transport: sockets are in transport/ alone",
  },
  {
    from: serverFolders("backplane"),
    to: serverFolders("threads", "nats", "connection"),
    reason: "threads and NATS implement the backplane, and connections use it",
  },
  {
    from: serverFolders("dispatch"),
    to: serverFolders("connection"),
    reason: "a connection calls the dispatcher, and is called back through what it handed over",
  },
  {
    from: /^packages\/server\/src\/(?!nats\/)/,
    to: /^@nats-io\//,
    reason: "the main door of the package needs no NATS client",
  },
  {
    from: /^apps\/loadtest\/src\/result\//,
    to: /^apps\/loadtest\/src\/(?!result\/)/,
    reason: "every stage of the load tester imports the model of a result",
  },
  {
    from: /^apps\/ink-client\/src\/(state|input|view)\//,
    to: /^(ink$|react|node:|apps\/ink-client\/src\/(components|commands|session|plain)\/|apps\/ink-client\/src\/[^/]+$)/,
    reason: "state, input and view are pure functions: no Ink, no socket, no session",
  },
  {
    from: /^apps\/ink-client\/src\/(state|input|view)\//,
    to: /^@chat\/client-sdk$/,
    mayImportTypes: true,
    reason: "state, input and view are pure functions: of the SDK they need types alone",
  },
  {
    from: /^apps\/web\/src\/model\/(?!.*\.test\.ts$)/,
    to: /^(react|node:|apps\/web\/src\/(api|parts|views|[A-Z]))/,
    reason: "the model of the page is pure functions: no React, no view, no question to the server",
  },
];
