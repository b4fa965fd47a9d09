import { readFileSync } from "node:fs";

const TO_SERVER = "HTTP/1.1\r\nHost: 127.0.0.1\r\n";

/** Writes a request without a token. */
export function strangersRequest(path: string, headers = ""): string {
  return `GET ${path} ${TO_SERVER}${headers}\r\n`;
}

/** Writes a request of those who run the server; with a body it is an act. */
export function adminRequest(
  { adminTokenFile }: { readonly adminTokenFile: string },
  path: string,
  body?: string,
): string {
  const authorization = `Authorization: Bearer ${readFileSync(adminTokenFile, "utf8").trim()}\r\n`;
  if (body === undefined) return strangersRequest(path, authorization);
  const length = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `POST ${path} ${TO_SERVER}${authorization}${length}\r\n${body}`;
}
