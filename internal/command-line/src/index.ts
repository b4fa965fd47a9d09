export { type Command, defineCommand } from "./command.ts";
export { type CommandLine, readCommandLine } from "./command-line.ts";
export { writeHelp, writeProblems } from "./help.ts";
export { findNearest } from "./nearest.ts";
export { type OptionInfo, type OptionsSchema, optionInfos, trueOrFalse, wholeNumber } from "./option.ts";
