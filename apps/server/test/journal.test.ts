import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";

it("records a user, and draws the journal", async () => {
  const parent = mkdtempSync(join(tmpdir(), "journal-"));
  const directory = join(parent, "journals");
  try {
    {
      await using server = await ChatServerProcess.start("--explain=Ada", `--journal-dir=${directory}`);
      const ada = await server.join("Ada");
      expect(await ada.nextText()).toMatch(/^Notice: This server records your connection/);
      ada.write("{'from': 1}\n");
      await ada.nextText();
      server.signal("SIGTERM");
      expect(await server.closed()).toBe(0);
      expect(server.output).toContain(`journal of Ada: ${join(directory, "connection-1.ndjson")}`);
    }
    await using drawing = new ChatServerProcess(["journal", join(directory, "connection-1.ndjson")]);
    expect(await drawing.closed()).toBe(0);
    expect(drawing.output).toContain("✗ no message: not-a-message");
    expect(drawing.output).toContain("server closed the connection (shutting-down)");
  } finally {
    rmSync(parent, { recursive: true });
  }
});
