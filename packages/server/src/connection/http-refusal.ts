/** Writes a refusal that an HTTP client shows. Each character of the result is one byte (Latin-1). */
export function writeHttpRefusal(text: string): string {
  const body = Buffer.from(`${text}\n`);
  const head = [
    "HTTP/1.1 400 Bad Request",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body.toString("latin1")}`;
}
