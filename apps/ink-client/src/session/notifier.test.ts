import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEFAULT_SETTINGS, type Settings } from "../settings/settings.ts";
import { createChatState } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { Notifier } from "./notifier.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Notifies of a message with some settings, and returns whether the user was told. */
function notify(settings: Partial<Settings>, hasFocus = false): boolean {
  const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
  const store = new ChatStore(createChatState(target, { columns: 80, rows: 24 }, { ...DEFAULT_SETTINGS, ...settings }));
  store.dispatch({ kind: "focus", hasFocus });
  const tell = vi.fn();
  new Notifier(store, tell).notify("Bob", "hi");
  return tell.mock.calls.length > 0;
}

it("tells in the way of the setting, and of the desktop only while the terminal does not have the focus", () => {
  expect(notify({})).toBe(true);
  expect(notify({}, true)).toBe(true);
  expect(notify({ bell: false })).toBe(false);
  expect(notify({ notifications: "off" })).toBe(false);
  for (const notifications of ["osc9", "osc777"] as const) {
    expect(notify({ notifications, bell: false })).toBe(true);
    expect(notify({ notifications }, true)).toBe(false);
  }
});

it("tells at most once a second", () => {
  const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
  const store = new ChatStore(createChatState(target, { columns: 80, rows: 24 }));
  const told: string[] = [];
  const notifier = new Notifier(store, (from, text) => told.push(`${from}: ${text}`));
  for (const text of ["one", "two"]) notifier.notify("Bob", text);
  vi.advanceTimersByTime(1_000);
  notifier.notify("Bob", "three");
  expect(told).toEqual(["Bob: one", "Bob: three"]);
});
