/** Ends the process when a benchmark hangs: better a failure that says so than a job that never ends. */
export function endWithin(seconds: number): void {
  const giveUp = () => {
    console.error(`Gave up after ${seconds} s.`);
    process.exit(1);
  };
  setTimeout(giveUp, seconds * 1_000).unref();
}
