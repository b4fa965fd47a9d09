import type { Command, CommandContext } from "./command.ts";

/** Switches the bell. */
export const bell: Command = {
  name: "/bell",
  argument: "[on|off]",
  summary: "Switch the bell on or off",
  run: (argument, context) => {
    const isOn = switchSetting("bell", argument, context);
    context.note(isOn ? "The bell is on." : "The bell is off.");
  },
};

/** Switches the mouse. */
export const mouse: Command = {
  name: "/mouse",
  argument: "[on|off]",
  summary: "Switch the mouse on or off",
  run: (argument, context) => {
    const isOn = switchSetting("mouse", argument, context);
    context.note(isOn ? "The mouse is on. Shift leaves it to the terminal." : "The mouse is off.");
  },
};

/** Switches a setting, and returns whether it is on now. Without an argument it gets the other value. */
function switchSetting(key: "bell" | "mouse", argument: string, { store, changeSettings }: CommandContext): boolean {
  const isOn = argument === "" ? !store.state.settings[key] : argument === "on";
  changeSettings({ [key]: isOn });
  return isOn;
}
