import { describe, expect, it } from "vitest";
import { writeAsciicast } from "./asciicast.ts";
import { recordingToSvg } from "./recording-to-svg.ts";
import { ScreenRecording } from "./screen-recording.ts";
import { VirtualTerminal } from "./virtual-terminal.ts";

const SIZE = { columns: 20, rows: 3 };

/** Screens that a program draws one after the other, each seen for so many seconds. */
async function record(...steps: readonly (readonly [written: string, seconds: number])[]): Promise<ScreenRecording> {
  using terminal = new VirtualTerminal(SIZE);
  const recording = new ScreenRecording(terminal);
  for (const [written, seconds] of steps) {
    await terminal.write(written);
    recording.record(terminal, seconds);
  }
  return recording;
}

const recordSteps = () =>
  record(
    ["\u001b[1;31mred\u001b[0;2;38;5;114m 漢 \u001b[0;7;48;2;1;2;3minverse\u001b[0m", 0.1],
    ["\u001b[2H> typed", 0.2],
    ["\u001b[1H\u001b[2Kother\u001b[?25l", 1],
  );

describe("an asciicast of a recording", () => {
  it("draws the screens again", async () => {
    const recording = await recordSteps();
    const [header = "", ...events] = writeAsciicast(recording, "title").trim().split("\n");
    expect(JSON.parse(header)).toMatchObject({ version: 2, width: 20, height: 3, title: "title", duration: 1.3 });
    using player = new VirtualTerminal(SIZE);
    const replayed = new ScreenRecording(player);
    const times: number[] = [];
    for (const event of events) {
      const [at, , data] = JSON.parse(event) as [number, string, string];
      times.push(at);
      await player.write(data);
      replayed.record(player, 0);
    }
    expect(times).toEqual([0, 0.1, 0.3, 1.3]);
    const looks = ({ screens }: ScreenRecording) =>
      screens.map(({ rows, cursor }) => ({
        cursor,
        rows: rows.map((row) => row.map((cell) => ({ ...cell, characters: cell.characters.trim() }))),
      }));
    expect(looks(replayed).slice(0, 3)).toEqual(looks(recording));
  });

  it("writes only the rows that have changed", async () => {
    const [, , second = ""] = writeAsciicast(await recordSteps(), "").split("\n");
    expect(second).toContain("> typed");
    expect(second).not.toContain("red");
  });
});

describe("a moving picture of a recording", () => {
  it("shows each row for its time, and the last screen to those who want no motion", async () => {
    const recording = await record(["\u001b[?25lone", 0.1], ["\u001b[2H> typed", 0.2], ["\u001b[1Hother", 1]);
    const svg = recordingToSvg(recording, { theme: "dark" });
    expect(svg).toContain("@keyframes s0-2{0%{visibility:visible}23.077%,to{visibility:hidden}}");
    expect(svg).toContain("@keyframes s1-3{0%{visibility:hidden}7.692%,to{visibility:visible}}");
    expect(svg).toMatch(/<g class="s" style="animation-name:s0-2"><use href="#r\d" y="0"\/><\/g>/);
    expect(svg).toMatch(/<g class="s l" style="animation-name:s1-3"><use href="#r\d" y="18"\/><\/g>/);
    expect(svg).toContain("@media(prefers-reduced-motion:reduce){.s{animation:none}}");
    expect(svg).toContain(".s{visibility:hidden;animation:1.3s step-end infinite}.l{visibility:visible}");
  });

  it("draws a row that comes back only once", async () => {
    const svg = recordingToSvg(await record(["\u001b[?25lone", 1], ["\rtwo", 1], ["\rone", 1]), { theme: "light" });
    expect(svg.match(/>one</g)).toHaveLength(1);
  });
});
