/** Bytes that a terminal sends and nobody typed. */
export interface TerminalInput {
  /** The terminal or document, and the mode or the query that it belongs to. */
  readonly source: string;
  /** One character for each byte. */
  readonly bytes: string;
}

const ESC = "\x1b";
const ST = `${ESC}\\`;

/** Sequences of terminals that change nothing in the chat. Keys that the chat binds are not among them. */
export const TERMINAL_INPUTS: readonly TerminalInput[] = [
  // Focus and mouse reports that a program which crashed has left on.
  { source: "xterm, mode 1004: focus gained", bytes: `${ESC}[I` },
  { source: "xterm, mode 1004: focus lost", bytes: `${ESC}[O` },
  { source: "xterm, mode 1000: press in column 1, row 1", bytes: `${ESC}[M !!` },
  { source: "xterm, mode 1000: release in column 20, row 5", bytes: `${ESC}[M#4%` },
  { source: "xterm, mode 1000: wheel", bytes: `${ESC}[M\`4%` },
  { source: "xterm, mode 1000: column 200, which is no UTF-8", bytes: `${ESC}[M \xe8%` },
  { source: "xterm, mode 1005: column 200 in UTF-8", bytes: `${ESC}[M \xc3\xa8%` },
  { source: "xterm, mode 1001: highlight tracking", bytes: `${ESC}[t4%` },
  { source: "xterm, mode 1001: highlight tracking of an area", bytes: `${ESC}[T4%4%5%` },
  { source: "xterm, mode 1006: move over the log", bytes: `${ESC}[<35;30;4M` },
  { source: "xterm, mode 1006: release", bytes: `${ESC}[<0;30;4m` },
  { source: "xterm, mode 1006: right button", bytes: `${ESC}[<2;30;4M` },
  { source: "xterm, mode 1016: click in pixels", bytes: `${ESC}[<0;311;87M` },
  { source: "urxvt, mode 1015: press", bytes: `${ESC}[32;30;4M` },
  { source: "urxvt, mode 1015: move", bytes: `${ESC}[67;30;4M` },
  { source: "DEC locator: position", bytes: `${ESC}[1;2;10;20;1&w` },
  // Replies to queries, as a program that crashed has asked them.
  { source: "xterm, CSI c: primary attributes", bytes: `${ESC}[?64;1;2;6;9;15;16;17;18;21;22;28c` },
  { source: "VT102, CSI c: primary attributes", bytes: `${ESC}[?6c` },
  { source: "tmux 3.4, CSI > c: secondary attributes", bytes: `${ESC}[>84;0;0c` },
  { source: "xterm, CSI = c: tertiary attributes", bytes: `${ESC}P!|00000000${ST}` },
  { source: "xterm, CSI 5 n: status", bytes: `${ESC}[0n` },
  { source: "xterm, CSI 6 n: position of the cursor", bytes: `${ESC}[24;80R` },
  { source: "xterm, CSI ? 6 n: position with the page", bytes: `${ESC}[?24;80;1R` },
  { source: "kitty, CSI ? 996 n: colour scheme", bytes: `${ESC}[?997;1n` },
  { source: "xterm, CSI ? 2026 $ p: a mode", bytes: `${ESC}[?2026;2$y` },
  { source: "xterm, CSI 4 $ p: a mode of ANSI", bytes: `${ESC}[4;2$y` },
  { source: "foot, CSI ? u: keyboard flags", bytes: `${ESC}[?0u` },
  { source: "xterm, CSI ? 4 m: modifyOtherKeys", bytes: `${ESC}[>4;2m` },
  { source: "xterm, CSI 14 t: size in pixels", bytes: `${ESC}[4;600;800t` },
  { source: "xterm, CSI 18 t: size in cells", bytes: `${ESC}[8;24;80t` },
  { source: "xterm, CSI 21 t: title, BEL allowed", bytes: `${ESC}]lchat Z\xc3\x9c${ST}` },
  { source: "xterm, CSI > q: version", bytes: `${ESC}P>|XTerm(390)${ST}` },
  { source: "WezTerm, CSI > q: version", bytes: `${ESC}P>|WezTerm 20240203-110809-5046fc22${ST}` },
  { source: "xterm, OSC 10: colour of text", bytes: `${ESC}]10;rgb:ffff/ffff/ffff${ST}` },
  { source: "xterm, OSC 11: background, ended by BEL", bytes: `${ESC}]11;rgb:1e1e/1e1e/2e2e\x07` },
  { source: "rxvt, OSC 4: palette, ended by ST of eight bits", bytes: `${ESC}]4;1;rgb:cd00/0000/0000\x9c` },
  { source: "xterm, OSC 52: clipboard", bytes: `${ESC}]52;c;aGVsbG8gd29ybGQ=\x07` },
  { source: "xterm, DECRQSS: look of text", bytes: `${ESC}P1$r0m${ST}` },
  { source: "xterm, XTGETTCAP: number of colours", bytes: `${ESC}P1+r436f=323536${ST}` },
  { source: "kitty, graphics: support", bytes: `${ESC}_Gi=31;OK${ST}` },
  { source: "ECMA-48: privacy message", bytes: `${ESC}^private${ST}` },
  { source: "ECMA-48: start of string", bytes: `${ESC}Xany text${ST}` },
  { source: "iTerm2, OSC 1337: cell size", bytes: `${ESC}]1337;ReportCellSize=17.0;8.0;2.0${ST}` },
  // Keys and protocols that the chat does not bind.
  { source: "kitty, all keys as codes: a", bytes: `${ESC}[97u` },
  { source: "kitty, all keys as codes: A with its text", bytes: `${ESC}[97:65;2;65u` },
  { source: "kitty, event types: release of Enter", bytes: `${ESC}[13;1:3u` },
  { source: "kitty, event types: release of Up", bytes: `${ESC}[1;1:3A` },
  { source: "kitty: left Shift", bytes: `${ESC}[57441;2u` },
  { source: "kitty: Super-s", bytes: `${ESC}[115;9u` },
  { source: "kitty: F13", bytes: `${ESC}[57376u` },
  { source: "kitty: keypad 1", bytes: `${ESC}[57400u` },
  { source: "xterm, modifyOtherKeys 2: Shift-a", bytes: `${ESC}[27;2;65~` },
  { source: "xterm, modifyOtherKeys: Ctrl-comma", bytes: `${ESC}[27;5;44~` },
  { source: "xterm: F7", bytes: `${ESC}[18~` },
  { source: "xterm: Ctrl-Shift-F12", bytes: `${ESC}[24;6~` },
  { source: "xterm: Shift-Up", bytes: `${ESC}[1;2A` },
  { source: "rxvt: Shift-Insert", bytes: `${ESC}[2$` },
  { source: "rxvt: Ctrl-F5", bytes: `${ESC}[15^` },
  { source: "rxvt: Ctrl-Shift-F6", bytes: `${ESC}[17@` },
  { source: "Linux console: F2", bytes: `${ESC}[[B` },
  { source: "xterm, application keypad: 5", bytes: `${ESC}Ou` },
  { source: "xterm, application keypad: Enter", bytes: `${ESC}OM` },
  { source: "xterm, application keypad: plus with Ctrl", bytes: `${ESC}O5k` },
  { source: "Alt-Up with an ESC before it, as of iTerm2", bytes: `${ESC}${ESC}[A` },
  { source: "xterm, mode 2004: the end of a paste alone", bytes: `${ESC}[201~` },
  { source: "xterm, mode 2048: size of the window", bytes: `${ESC}[48;24;80;600;800t` },
  { source: "xterm, eight bits: focus", bytes: "\x9bI" },
  { source: "xterm, eight bits: attributes", bytes: "\x9b?1;2c" },
  { source: "xterm, eight bits in UTF-8: F7", bytes: "\xc2\x9b18~" },
  { source: "xterm, eight bits: background", bytes: "\x9d11;rgb:0000/0000/0000\x9c" },
  { source: "ECMA-48: a function that nobody has", bytes: `${ESC}[1;2 q` },
  { source: "ECMA-48: private parameters that nobody has", bytes: `${ESC}[<=>?7|` },
];
