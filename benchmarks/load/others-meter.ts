import { cpus } from "node:os";

/** Measures how much of the machine's time other programs have: neither this one nor the servers that it measures. */
export class OthersMeter {
  readonly #startedAt = performance.now();
  readonly #busyBeforeMs = busyMs();
  readonly #ownBeforeMs = ownMs();

  /**
   * Returns the share of the time of all cores since the meter was made.
   *
   * @param serversUs - processor time of the measured servers meanwhile, in microseconds
   */
  share(serversUs: number): number {
    const oursMs = ownMs() - this.#ownBeforeMs + serversUs / 1_000;
    const allMs = (performance.now() - this.#startedAt) * cpus().length;
    return Math.max(0, busyMs() - this.#busyBeforeMs - oursMs) / allMs;
  }
}

/** Time in which the cores did anything, in milliseconds. */
function busyMs(): number {
  return cpus().reduce((ms, { times }) => ms + times.user + times.nice + times.sys + times.irq, 0);
}

function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
