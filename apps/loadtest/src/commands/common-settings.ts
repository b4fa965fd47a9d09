import type { CommonSettings } from "../runs/run-settings.ts";
import type { CommonOptions } from "./common-options.ts";

/** Makes the settings that every run has of its options. */
export function toCommonSettings({ workers, threads, size, seed, timeout }: CommonOptions): CommonSettings {
  return {
    fleet: { processes: workers, threads },
    messageBytes: size,
    seed,
    connectTimeoutMs: timeout,
    handshakeTimeoutMs: timeout,
    answerTimeoutMs: timeout,
  };
}
