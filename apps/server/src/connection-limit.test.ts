import { describe, expect, it } from "vitest";
import { explainConnectionLimit, findOpenFileProblem } from "./connection-limit.ts";

describe("explainConnectionLimit", () => {
  it("tells where the limit comes from when it is the system's", () => {
    expect(explainConnectionLimit(19872, 20000)).toBe("19872 connections: 20000 open files less a reserve of 128");
  });

  it("tells the limit alone when it was chosen, or the system has none", () => {
    expect(explainConnectionLimit(100, 20000)).toBe("100 connections");
    expect(explainConnectionLimit(10000, null)).toBe("10000 connections");
  });
});

describe("findOpenFileProblem", () => {
  it.each([
    [1024 - 128, 1024],
    [100, 1_000_000],
    [10_000, null],
  ])("finds none with %i connections and %o open files", (maxConnections, openFiles) => {
    expect(findOpenFileProblem(maxConnections, openFiles)).toBeNull();
  });

  it("tells what to do when the system allows few", () => {
    expect(findOpenFileProblem(1023 - 128, 1023)).toBe(
      "The system allows few open files (1023), so there is room for 895 connections alone. " +
        "Allow more before the start: ulimit -n 1024 (systemd: LimitNOFILE=1024).",
    );
  });

  it("tells what to do when more connections were asked for than there can be", () => {
    expect(findOpenFileProblem(50_000, 20_000)).toBe(
      "50000 connections need 50128 open files, and the system allows 20000. " +
        "Allow more before the start: ulimit -n 50128 (systemd: LimitNOFILE=50128).",
    );
  });

  it("asks for a useful number when not even the reserve fits", () => {
    expect(findOpenFileProblem(1, 64)).toContain("ulimit -n 1024");
  });
});
