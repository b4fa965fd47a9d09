import { displayText } from "@chat/protocol";

/** Text that is HTML already. Only {@link html} makes it of what others wrote. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Insert = Html | string | number | readonly Insert[];

/**
 * Writes HTML. What is inserted and is no HTML itself is harmless: it begins no tag, ends no attribute, hides nothing, and does not turn
 * the reading direction. Attributes stand in double quotes.
 */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return new Html(String.raw({ raw: parts }, ...inserts.map(write)));
}

function write(insert: Insert): string {
  if (insert instanceof Html) return insert.text;
  return typeof insert === "object" ? insert.map(write).join("") : escapeMarkup(String(insert));
}

/** Makes a text harmless in HTML and in XML, which has no place for controls, half surrogates and two noncharacters. Lines stay. */
export function escapeMarkup(text: string): string {
  const shown = displayText(text, { newlines: "keep" });
  return shown.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Writes a page of one file: it makes no request and runs no script, and its policy forbids both. */
export function writePage(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

/** The style of all pages: `held` and `passed`, `failed`, `open` and `not-judged`, `not-covered` are colours of a state. */
const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f8fa, #0d1117); --card: light-dark(#fff, #161b22); --line: light-dark(#d0d7de, #30363d);
  --text: light-dark(#1f2328, #e6edf3); --quiet: light-dark(#59636e, #9198a1); --arrow: light-dark(#0550ae, #79c0ff);
  --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#c0181f, #ff7b72); --open: light-dark(#8a5d00, #d29922);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1100px; padding: 32px 24px 56px; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; } h2 { font-size: 19px; margin: 36px 0 12px; } h3 { font-size: 16px; margin: 0; }
p { margin: 8px 0; } a { color: inherit; }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: 0; white-space: pre-wrap; }
.quiet { color: var(--quiet); font-size: 14px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 14px 0; }
.held, .passed { --tone: var(--good); } .failed { --tone: var(--bad); } .open, .not-judged { --tone: var(--open); } .not-covered { --tone: var(--quiet); }
.state { color: var(--tone); font-weight: 650; }
.verdict { border-left: 6px solid var(--tone); }
.scroll { overflow-x: auto; }
summary { cursor: pointer; width: fit-content; }
:focus-visible { outline: 2px solid var(--arrow); outline-offset: 2px; border-radius: 3px; }
table { border-collapse: collapse; font-size: 14px; }
th, td { padding: 6px 12px; border: 1px solid var(--line); text-align: left; }
@media (max-width: 560px) { body { padding: 20px 12px 40px; } .card { padding: 14px; } }
@media print { :root { color-scheme: light; } .card { break-inside: avoid; } }
`;
