/** Writes one message with its newline. Its characters are not escaped, so an `é` takes two bytes. */
export function writeMessage(from: string, to: string, text: string): Buffer {
  return Buffer.from(`${JSON.stringify({ from: { name: from, ip: "127.0.0.1" }, to, msg: text })}\n`);
}

/** Many copies of a message in one piece. */
export function copies(count: number, from: string, to: string, text: string): Buffer {
  return Buffer.concat(Array<Buffer>(count).fill(writeMessage(from, to, text)));
}

/** The receipt of a shout, and the number of its receivers. */
export const RECEIPT = /"msg": "Message sent to (\d+) users"/;
