const ESC = "\u001b";

/** The private modes that make a terminal send what we have not asked for, or other sequences for keys. */
const FOREIGN_MODES = [
  1, // cursor keys as SS3
  66, // keypad as SS3
  9, // mouse of X10
  1000, // mouse buttons
  1001, // mouse with highlighting
  1002, // mouse moves with a button
  1003, // mouse moves
  1004, // focus
  1005, // mouse reports in UTF-8
  1006, // mouse reports as we read them
  1007, // the wheel as arrow keys
  1015, // mouse reports of urxvt
  1016, // mouse reports in pixels
];

/**
 * Switches off whatever changes the input, also what a program that crashed has left on: modes, the keypad's own keys, xterm's
 * modifyOtherKeys, and kitty's keyboard protocol.
 */
export const FOREIGN_INPUT_OFF = `${ESC}[?${FOREIGN_MODES.join(";")}l${ESC}>${ESC}[>4;0m${ESC}[=0;1u`;

export const CLEARED_ALTERNATE_SCREEN_ON = `${ESC}[?1049h${ESC}[2J${ESC}[H`;
export const ALTERNATE_SCREEN_OFF = `${ESC}[?1049l`;

export const BRACKETED_PASTE_ON = `${ESC}[?2004h`;
export const BRACKETED_PASTE_OFF = `${ESC}[?2004l`;

/** Reports of the buttons and the wheel. With Shift, the terminal keeps the mouse for itself. */
export const MOUSE_ON = `${ESC}[?1000;1006h`;
export const MOUSE_OFF = `${ESC}[?1000;1006l`;

/** Reports of whether the user looks at the terminal. */
export const FOCUS_ON = `${ESC}[?1004h`;

/** Asks whether the terminal has kitty's keyboard protocol. Only one that has it answers. */
export const KITTY_KEYBOARD_QUERY = `${ESC}[?u`;

/** Makes keys distinct that else are not, such as Shift-Enter (1), and adds the shifted character of a key (4). */
export const KITTY_KEYBOARD_ON = `${ESC}[>5u`;
export const KITTY_KEYBOARD_OFF = `${ESC}[<u`;
