/** One message with its newline, its characters as they are and not escaped: so a text of `é` takes two bytes each. */
export function writeMessage(from: string, to: string, text: string): Buffer {
  return Buffer.from(`${JSON.stringify({ from: { name: from, ip: "127.0.0.1" }, to, msg: text })}\n`);
}

/** Returns the number in the receipt of a shout; `null` when the line is none. */
export function readReceipt(line: string): number | null {
  const [, count] = /"msg": "Message sent to (\d+) users"/.exec(line) ?? [];
  return count === undefined ? null : Number(count);
}
