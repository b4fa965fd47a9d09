import type { IDisposable, IFunctionIdentifier, Terminal } from "@xterm/headless";

/** Higher than any operating system command that a terminal is known to understand. */
const OSC_COMMANDS = 2_000;

/** Terminal functions whose effect no cell shows, and no mode tells. */
const ESC_FUNCTIONS: readonly [name: string, IFunctionIdentifier][] = [
  ["reset", { final: "c" }],
  ["set a tab stop", { final: "H" }],
  ["fill the screen", { intermediates: "#", final: "8" }],
  ["application keypad", { final: "=" }],
  ["numeric keypad", { final: ">" }],
  ...Array.from("no|}~", (final): [string, IFunctionIdentifier] => [`lock a character set (${final})`, { final }]),
  ...Array.from("()*+-./%").flatMap((intermediates) =>
    Array.from("0AB4C5RQKYE6ZH7=@G", (final): [string, IFunctionIdentifier] => [
      `choose a character set (${intermediates}${final})`,
      { intermediates, final },
    ]),
  ),
];
const CSI_FUNCTIONS: readonly [name: string, IFunctionIdentifier][] = [
  ["change the window", { final: "t" }],
  ["change the cursor", { intermediates: " ", final: "q" }],
  ["clear tab stops", { final: "g" }],
  ["soft reset", { intermediates: "!", final: "p" }],
];

/**
 * Reports everything that the terminal is made to do beside drawing: titles, clipboard, colours of its palette,
 * notifications, images, character sets, windows. The terminal does it nevertheless.
 */
export function watchSideEffects({ parser }: Terminal, tell: (effect: string) => void): IDisposable {
  const told = (effect: string): false => {
    tell(effect);
    return false;
  };
  const watches: IDisposable[] = [
    ...ESC_FUNCTIONS.map(([name, id]) => parser.registerEscHandler(id, () => told(name))),
    ...CSI_FUNCTIONS.map(([name, id]) => parser.registerCsiHandler(id, (params) => told(`${name}: ${params.flat()}`))),
    ...dcsFunctions().map((id) =>
      parser.registerDcsHandler(id, (data) => told(`device control ${id.intermediates ?? ""}${id.final}: ${data}`)),
    ),
  ];
  for (let command = 0; command < OSC_COMMANDS; command++) {
    watches.push(parser.registerOscHandler(command, (data) => told(`operating system command ${command}: ${data}`)));
  }
  return { dispose: () => watches.forEach((watch) => void watch.dispose()) };
}

/** Calls back whenever the program shows or hides the cursor. */
export function watchCursorVisibility({ parser }: Terminal, onChange: (isVisible: boolean) => void): void {
  const becomes = (isVisible: boolean, isMeant: boolean): false => {
    if (isMeant) onChange(isVisible);
    return false;
  };
  parser.registerCsiHandler({ prefix: "?", final: "h" }, (params) => becomes(true, params.includes(25)));
  parser.registerCsiHandler({ prefix: "?", final: "l" }, (params) => becomes(false, params.includes(25)));
  parser.registerCsiHandler({ intermediates: "!", final: "p" }, () => becomes(true, true));
  parser.registerEscHandler({ final: "c" }, () => becomes(true, true));
}

function dcsFunctions(): IFunctionIdentifier[] {
  const finals = Array.from({ length: 0x7e - 0x40 + 1 }, (_, index) => String.fromCharCode(0x40 + index));
  return [
    ...finals.map((final) => ({ final })),
    ...["$", "+", "!"].map((intermediates) => ({ intermediates, final: "q" })),
  ];
}
