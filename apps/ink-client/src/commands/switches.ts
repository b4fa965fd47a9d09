import type { Command } from "./command.ts";

export const bell: Command = switching("bell", { on: "The bell is on.", off: "The bell is off." });

export const mouse: Command = switching("mouse", {
  on: "The mouse is on. Shift leaves it to the terminal.",
  off: "The mouse is off.",
});

/** A command for a setting that is on or off. Without an argument it gets the other value. */
function switching(key: "bell" | "mouse", notes: { readonly on: string; readonly off: string }): Command {
  return {
    name: `/${key}`,
    argument: "[on|off]",
    summary: `Switch the ${key}`,
    run: (argument, { store, note, changeSettings }) => {
      const isOn = argument === "" ? !store.state.settings[key] : argument === "on";
      changeSettings({ [key]: isOn });
      note(isOn ? notes.on : notes.off);
    },
  };
}
