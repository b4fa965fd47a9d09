import { optionInfos, trueOrFalse, wholeNumber } from "@chat/command-line";
import { findUsernameProblem, PORT, trimWhiteSpace } from "@chat/protocol";
import { z } from "zod";

const OptionGroup = { Joining: "Joining", Plain: "Plain mode", Screen: "Screen" } as const;

/** Everything that can be set. What is not given here may be remembered, or asked for. */
export const OptionsSchema = z
  .object({
    name: z
      .string()
      .transform(trimWhiteSpace)
      .superRefine((name, context) => {
        const problem = findUsernameProblem(name);
        if (problem) context.addIssue({ code: "custom", message: problem.text });
      })
      .optional()
      .register(optionInfos, {
        group: OptionGroup.Joining,
        placeholder: "<name>",
        default: "the last one",
        allowed: "a username of 1 to 32 characters",
        summary: "Your username. When there is no last one, the first screen asks for it.",
      }),
    host: z.string().regex(/\S/).transform(trimWhiteSpace).optional().register(optionInfos, {
      group: OptionGroup.Joining,
      placeholder: "<host>",
      default: "127.0.0.1, or the last one when no port is given either",
      allowed: "an address or a host name",
      summary: "Where the server is.",
    }),
    port: wholeNumber(1, 65_535)
      .optional()
      .register(optionInfos, {
        group: OptionGroup.Joining,
        placeholder: "<port>",
        default: `${PORT}, or the last one when no host is given either`,
        allowed: "a whole number from 1 to 65535",
        summary: "The server's TCP port.",
      }),
    log: z.string().regex(/\S/).optional().register(optionInfos, {
      group: OptionGroup.Joining,
      placeholder: "<folder>",
      default: "the setting log.directory",
      allowed: "a path",
      summary: "Write log files into this folder, one for each conversation and day.",
    }),
    plain: flag(OptionGroup.Plain, "One line for each event and no screen control; reads lines from standard input."),
    to: z.string().regex(/\S/).transform(trimWhiteSpace).optional().register(optionInfos, {
      group: OptionGroup.Plain,
      placeholder: "<receiver>",
      default: "what each line says",
      allowed: "a user, Everyone, or an endpoint such as /time",
      summary: "Send each line as it is to this user, to Everyone or to this endpoint.",
    }),
    noColor: flag(OptionGroup.Screen, "No colours; the variable NO_COLOR does the same."),
    noBell: flag(OptionGroup.Screen, "Do not ring when somebody mentions you."),
    screenReader: flag(OptionGroup.Screen, "Write for a screen reader instead of drawing."),
  })
  .refine(({ plain, to }) => plain || to === undefined, {
    message: "--to goes with --plain alone: on the screen, choose a conversation or type @name and the text.",
  });

function flag(group: string, summary: string) {
  const info = { group, placeholder: "", default: "false", allowed: "true or false", summary };
  return trueOrFalse().default(false).register(optionInfos, info);
}

export type Options = z.output<typeof OptionsSchema>;
