/**
 * Makes SIGUSR1 and SIGUSR2 do nothing. Without a listener SIGUSR1 opens the port of a debugger, through which every user
 * of this machine could run code in this process, and SIGUSR2 ends the process. Windows has neither signal.
 *
 * A signal that comes before the first line of our code is not ignored: only `node --disable-sigusr1` prevents that.
 */
export function ignoreUserSignals(): void {
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) process.on(signal, ignore);
}

function ignore(): void {
  // Nothing is to happen.
}
