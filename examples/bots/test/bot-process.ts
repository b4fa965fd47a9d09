import { fileURLToPath } from "node:url";
import type { ChatNode } from "@chat/server";
import { CommandProcess } from "@chat/testing";
import { addressOf } from "./user.ts";

/** A bot as people run it. */
export class BotProcess extends CommandProcess {
  /** @param program the name of the file, such as `echo.ts` */
  constructor(program: string, ...args: string[]) {
    super(fileURLToPath(new URL(`../${program}`, import.meta.url)), args);
  }

  /** Starts a bot, and waits until it is online. */
  static async start(program: string, server: ChatNode, ...args: string[]): Promise<BotProcess> {
    const bot = new BotProcess(program, "--server", addressOf(server), ...args);
    await bot.waitUntilOnline();
    return bot;
  }

  /** Waits until it has joined as many servers. A bot that can't is killed. */
  async waitUntilOnline(serverCount = 1): Promise<void> {
    try {
      await this.waitForOutput(new RegExp(`(Ctrl-C stops it[^]*){${serverCount}}`));
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }
}
