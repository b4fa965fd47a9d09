import { describe, expect, it } from "vitest";
import { writeHttpRefusal } from "./http-refusal.ts";

describe("writeHttpRefusal", () => {
  it("writes a response that ends the connection, with the text as its body", () => {
    const response = Buffer.from(writeHttpRefusal("⛔ Error: no."), "latin1").toString();
    expect(response).toBe(
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 15\r\nConnection: close\r\n\r\n⛔ Error: no.\n",
    );
  });
});
