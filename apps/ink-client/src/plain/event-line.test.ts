import { describe, expect, it } from "vitest";
import { showName, writeMessageLine, writeNoticeLine } from "./event-line.ts";

const at = new Date(2026, 0, 31, 9, 5, 7).getTime();

function message(name: string, to: string, msg: string) {
  return { from: { name, ip: "10.0.0.1" }, to, msg };
}

describe("the line of an event", () => {
  it("tells when, who and what", () => {
    expect(writeMessageLine(message("Ada", "Bob", "hi"), at)).toBe("09:05:07 Ada: hi");
    expect(writeMessageLine(message("Ada", "Everyone", "hi"), at)).toBe("09:05:07 Ada → Everyone: hi");
    expect(writeNoticeLine("Joined.", at)).toBe("09:05:07 * Joined.");
  });

  it("is one line, whatever the text", () => {
    const text = "one\r\n12:00:00 SERVER: two\u2028three\u001b[2J\u0007";
    expect(writeMessageLine(message("E\u001b[31mve", "Bob", text), at)).toBe(
      "09:05:07 E␛[31mve: one␤12:00:00 SERVER: two␤three␛[2J␇",
    );
    expect(writeNoticeLine("a\nb", at)).toBe("09:05:07 * a␤b");
  });

  it.each([
    ["Anna Maria", "Anna Maria"],
    ["* Server is shutting down", '"* Server is shutting down"'],
    ["Ada: hi", '"Ada: hi"'],
    ["Ada → Everyone", '"Ada → Everyone"'],
    ['Ada": hi', '"Ada\': hi"'],
    ["", '""'],
    ["\u200b", '""'],
  ])("shows where the name %j ends", (name, shown) => {
    expect(showName(name)).toBe(shown);
  });
});
