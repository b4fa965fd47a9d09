/** Describes any value in a message, such as the cause of a failure. Never throws: a program can throw what no text can be made of. */
export function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    // An object without toString(), or with one that fails.
    return `a value of type ${typeof value} that has no text`;
  }
}
