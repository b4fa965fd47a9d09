const ESC = "\u001b";

/**
 * The private modes that make a terminal send what we have not asked for, or other sequences for keys: cursor keys (1) and keypad
 * (66) as SS3, the protocols of the mouse (9, 1000 to 1003, 1005 to 1007, 1015, 1016), and the focus (1004).
 */
const FOREIGN_MODES = [1, 66, 9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016];

/**
 * Switches off whatever changes the input, also what a program that crashed has left on: modes, the keypad's own keys, xterm's
 * modifyOtherKeys, and kitty's keyboard protocol.
 */
export const FOREIGN_INPUT_OFF = `${ESC}[?${FOREIGN_MODES.join(";")}l${ESC}>${ESC}[>4;0m${ESC}[=0;1u`;

export const CLEARED_ALTERNATE_SCREEN_ON = `${ESC}[?1049h${ESC}[2J${ESC}[H`;
export const ALTERNATE_SCREEN_OFF = `${ESC}[?1049l`;

/** Reports of the buttons and the wheel. With Shift, the terminal keeps the mouse for itself. */
export const MOUSE_ON = `${ESC}[?1000;1006h`;
export const MOUSE_OFF = `${ESC}[?1000;1006l`;

/**
 * Switches on what we read: pastes that are marked, and reports of whether the user looks at the terminal. Asks whether it has kitty's
 * keyboard protocol: only one that has it answers.
 */
export const INPUT_ON = `${FOREIGN_INPUT_OFF}${ESC}[?2004;1004h${ESC}[?u`;
export const INPUT_OFF = `${ESC}[?2004l${FOREIGN_INPUT_OFF}`;

/** Makes keys distinct that else are not, such as Shift-Enter (1), and adds the shifted character of a key (4). */
export const KITTY_KEYBOARD_ON = `${ESC}[>5u`;
export const KITTY_KEYBOARD_OFF = `${ESC}[<u`;
