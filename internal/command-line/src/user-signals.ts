/**
 * Makes SIGUSR1 and SIGUSR2 do nothing. Without a listener the first one opens a debugger's port, through which every user
 * of this machine could run code in this process, and the second one ends the process. Windows has neither signal.
 *
 * What comes before Node.js runs our first line finds no listener: against that helps `node --disable-sigusr1` alone.
 */
export function ignoreUserSignals(): void {
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) process.on(signal, ignore);
}

function ignore(): void {
  // Nothing is to happen.
}
