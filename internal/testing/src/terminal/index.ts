export type { Cell, CellColor } from "./cell.ts";
export { type CellArea, differencesOutside } from "./differences-outside.ts";
export { type KeyName, keySequence } from "./keys.ts";
export { PtyProcess, type PtyProcessOptions } from "./pty-process.ts";
export { type ScreenToSvgOptions, screenToSvg } from "./screen-to-svg.ts";
export type { TerminalSnapshot } from "./terminal-snapshot.ts";
export { TerminalInput, TerminalOutput, TerminalStreams } from "./terminal-streams.ts";
export { type CaptureOptions, isTmuxInstalled, TmuxSession, type TmuxSessionOptions } from "./tmux-session.ts";
export {
  type CharacterWidth,
  type CursorPosition,
  VirtualTerminal,
  type VirtualTerminalOptions,
} from "./virtual-terminal.ts";
export type { ScreenExpectation } from "./wait-for-screen.ts";
