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
  notifications: z.enum(["off", "bell", "osc9", "osc777"]).default("bell").meta({
    description: "Tell of mentions and of messages to you: by the bell, or by the desktop (osc9: iTerm2, osc777: rxvt)",
  }),
  title: z.boolean().default(true).meta({ description: "Show unread messages in the title of the window" }),
  "lines.presence": z.boolean().default(true).meta({ description: "Show who came and who went" }),
  mouse: z.boolean().default(true).meta({ description: "Scroll and choose with the mouse" }),
});

/** The value of every setting. */
export type Settings = Readonly<z.output<typeof SettingsSchema>>;

/** The settings of somebody who has changed nothing. */
export const DEFAULT_SETTINGS: Settings = SettingsSchema.parse({});
