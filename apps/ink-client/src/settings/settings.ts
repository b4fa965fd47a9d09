import { findUsernameProblem } from "@chat/protocol";
import { z } from "zod";

/**
 * Everything that is remembered from one start to the next, each by its name in the settings file. A setting is a row here: its
 * values, its default, and what it is for.
 */
export const SettingsSchema = z.object({
  name: z
    .string()
    .refine((name) => findUsernameProblem(name) === null)
    .optional()
    .meta({ description: "Your name of the last time", allowed: "a username of 1 to 32 characters" }),
  host: z
    .string()
    .regex(/\S/)
    .optional()
    .meta({ description: "The server of the last time", allowed: "an address or a host name" }),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .meta({ description: "The port of that server", allowed: "a whole number from 1 to 65535" }),
  bell: z.boolean().default(true).meta({ description: "Ring for mentions and for messages to you" }),
  mouse: z.boolean().default(true).meta({ description: "Scroll and choose with the mouse" }),
  "log.directory": z
    .string()
    .default("")
    .meta({ description: "Write log files into this folder", allowed: "a path; nothing writes none" }),
  history: z.boolean().default(true).meta({ description: "Keep the lines that you send for the next start" }),
});

/** The value of every setting. */
export type Settings = Readonly<z.output<typeof SettingsSchema>>;

/** The settings of somebody who has changed nothing. */
export const DEFAULT_SETTINGS: Settings = SettingsSchema.parse({});
