import { type Changes, PATIENCE_MS } from "../waiting/changes.ts";

/** Expectation of a screen's text: it contains this, matches this, or makes this true. */
export type ScreenExpectation = string | RegExp | ((screen: string) => boolean);

/** A screen that changes. */
export interface ScreenSource {
  /** The text of the screen, a line for each row, without the spaces at their ends. */
  readonly readScreen: () => string | Promise<string>;
  readonly changes: Changes;
  /** Says why nothing will change any more, or `undefined` while something may. */
  readonly whyOver?: () => string | undefined;
}

/**
 * Waits until the screen is as expected, looked at whenever something changed, and gives its text. Fails after
 * {@link PATIENCE_MS}, or as soon as nothing can come any more, with the screen in the message.
 */
export async function waitForScreen(source: ScreenSource, expected: ScreenExpectation, what?: string): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = source.changes.count;
    const whyOver = source.whyOver?.();
    const screen = await source.readScreen();
    if (isAsExpected(screen, expected)) return screen;
    const remainingMs = deadline - performance.now();
    const reason = whyOver ?? (remainingMs <= 0 ? `waited ${PATIENCE_MS} ms in vain` : undefined);
    if (reason !== undefined)
      throw new Error(`The screen does not show ${what ?? expected}: ${reason}.\n${frame(screen)}`);
    await source.changes.after(seen, remainingMs);
  }
}

function isAsExpected(screen: string, expected: ScreenExpectation): boolean {
  if (typeof expected === "string") return screen.includes(expected);
  if (typeof expected === "function") return expected(screen);
  return expected.test(screen);
}

function frame(screen: string): string {
  return screen.replace(/^/gm, "| ");
}
