import { describe, expect, it } from "vitest";
import { screenToSvg } from "./screen-to-svg.ts";
import { VirtualTerminal } from "./virtual-terminal.ts";

async function draw(written: string, title?: string, theme: "light" | "dark" = "dark"): Promise<string> {
  using terminal = new VirtualTerminal({ columns: 20, rows: 3 });
  await terminal.write(`\u001b[?25l${written}`);
  return screenToSvg(terminal, title === undefined ? { theme } : { theme, title });
}

describe("screenToSvg", () => {
  it("puts a text into its cells", async () => {
    const svg = await draw("\u001b[2;3Hword");
    expect(svg).toContain(
      '<text x="16.8" y="31.2" textLength="33.6" lengthAdjust="spacingAndGlyphs" fill="#d7dae0">word<',
    );
  });

  it("gives what is no plain letter its own place, in the middle of its cells", async () => {
    const svg = await draw("a漢b");
    expect(svg).toContain('<text x="16.8" y="13.2" text-anchor="middle" fill="#d7dae0">漢</text>');
    expect(svg).toContain('<text x="25.2" y="13.2" textLength="8.4"');
  });

  it("draws colours of all kinds, and looks", async () => {
    const svg = await draw(
      "\u001b[31ma\u001b[38;5;196mb\u001b[38;5;244mc\u001b[38;2;1;2;3md\u001b[0;1me\u001b[0;2mf\u001b[0;3;4;9mg",
    );
    for (const color of ["#f0707a", "#ff0000", "#808080", "#010203"]) expect(svg).toContain(`fill="${color}"`);
    expect(svg).toContain('font-weight="bold">e<');
    expect(svg).toContain('opacity="0.6">f<');
    expect(svg).toContain('font-style="italic" text-decoration="underline line-through">g<');
  });

  it("fills backgrounds from edge to edge, also inverse ones", async () => {
    const svg = await draw("\u001b[7mab cd\u001b[0m\u001b[44m  ");
    expect(svg).toContain('<rect x="0" y="0" width="42" height="18" fill="#d7dae0"/>');
    expect(svg).toContain('<rect x="42" y="0" width="16.8" height="18" fill="#6cb2f5"/>');
    expect(svg).toContain('fill="#16181d">ab<');
  });

  it("shows the cursor where it is visible", async () => {
    const block = '<rect x="8.4" y="0" width="8.4" height="18" fill="#d7dae0"/>';
    expect(await draw("a\u001b[?25h")).toContain(block);
    expect(await draw("a")).not.toContain(block);
  });

  it("draws lines and blocks so that they meet", async () => {
    const svg = await draw("─│╭█");
    expect(svg).toContain('<path d="M4.2 9H8.4M4.2 9H0"');
    expect(svg).toContain('<path d="M12.6 9V0M12.6 9V18"');
    expect(svg).toContain('<rect x="25.2" y="0" width="8.4" height="18" fill="#d7dae0"/>');
    expect(svg).not.toContain("─");
    expect(await draw("\u001b[2m─")).toContain('<g opacity="0.6"><path');
  });

  it("escapes what XML would misunderstand", async () => {
    const svg = await draw('<&>"', 'a "title" <b>\u0000');
    expect(svg).toContain(">&lt;&amp;&gt;&quot;</text>");
    expect(svg).toContain("<title>a &quot;title&quot; &lt;b&gt;</title>");
  });

  it("has the title of the terminal when no other is given, and two themes", async () => {
    const [dark, light] = [await draw("\u001b]2;mine\u0007x"), await draw("x", "", "light")];
    expect(dark).toContain("<title>mine</title>");
    expect(light).toContain('fill="#fdfdfc"');
  });
});
