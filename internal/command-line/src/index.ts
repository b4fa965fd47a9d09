export { type Command, defineCommand } from "./command.ts";
export { type CommandLine, readCommandLine } from "./command-line.ts";
export { writeHelp, writeProblems } from "./help.ts";
export { findNearest } from "./nearest.ts";
export { type OptionInfo, type OptionsSchema, optionInfos } from "./option.ts";
export { trueOrFalse, wholeNumber } from "./option-values.ts";
