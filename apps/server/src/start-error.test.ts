import { describe, expect, it } from "vitest";
import { explainStartError } from "./start-error.ts";

function explain(code: string, target = { host: "10.0.0.7", port: 80 }): string {
  return explainStartError(Object.assign(new Error(`listen ${code}`), { code }), target);
}

describe("explainStartError", () => {
  it("tells what to do about a port that is in use", () => {
    expect(explain("EADDRINUSE", { host: "0.0.0.0", port: 65432 })).toBe(
      "Port 65432 is in use, perhaps by another chat server. Stop that one, or choose another port: --port 65433.",
    );
    expect(explain("EADDRINUSE", { host: "0.0.0.0", port: 65535 })).toContain("--port 65534.");
  });

  it("tells what to do about a privileged port", () => {
    expect(explain("EACCES")).toBe(
      "You may not listen on port 80: the system keeps it, like most below 1024, to itself. Choose another: --port 65432.",
    );
  });

  it.each(["EADDRNOTAVAIL", "ENOTFOUND"])("tells what to do about an address of another machine (%s)", (code) => {
    expect(explain(code)).toBe(
      '"10.0.0.7" is no address of this machine. Choose --host 0.0.0.0 (the whole network) or --host 127.0.0.1 (this machine alone).',
    );
  });

  it("leaves it to an error that is none of the system's to say what is wrong", () => {
    const error = new Error("dice.js has no endpoints.");
    expect(explainStartError(error, { host: "10.0.0.7", port: 80 })).toBe("dice.js has no endpoints.");
  });

  it("says what the system says about anything else", () => {
    expect(explain("EMFILE")).toBe('Can\'t listen on "10.0.0.7", port 80: Error: listen EMFILE.');
  });
});
