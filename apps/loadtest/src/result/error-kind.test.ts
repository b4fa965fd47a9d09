import { expect, it } from "vitest";
import { findErrorKind } from "./error-kind.ts";

it.each([
  ["EMFILE", "tester-open-files"],
  ["ENFILE", "tester-open-files"],
  ["EADDRNOTAVAIL", "tester-ports"],
  ["EADDRINUSE", "tester-ports"],
  ["ENOBUFS", "tester-ports"],
  ["ECONNREFUSED", "connect-refused"],
  ["ECONNRESET", "connect-refused"],
  ["ETIMEDOUT", "connect-timeout"],
])("takes %s of a connect for %s", (code, problem) => {
  expect(findErrorKind(Object.assign(new Error(), { code }), false)).toBe(problem);
});

it.each(["ECONNRESET", "EPIPE", "ETIMEDOUT"])("takes %s of a connection for a dropped one", (code) => {
  expect(findErrorKind(Object.assign(new Error(), { code }), true)).toBe("dropped");
});
