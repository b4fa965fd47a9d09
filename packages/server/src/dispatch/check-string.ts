/** @throws {TypeError} for a value of an endpoint that is no string; the message says what it had to be */
export function checkString(what: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new TypeError(`${what} has to be a string, not ${typeof value}.`);
}
