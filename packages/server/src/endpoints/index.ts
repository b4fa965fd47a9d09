import type { Endpoint } from "../dispatch/endpoint.ts";
import { help } from "./help.ts";
import { list } from "./list.ts";
import { shout } from "./shout.ts";
import { standard } from "./standard.ts";
import { time } from "./time.ts";

/** The endpoints that every server has, in the order in which `/help` shows them. */
export const standardEndpoints: readonly Endpoint[] = [standard, list, time, help, shout];
