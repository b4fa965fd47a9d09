/** Replaces what differs from run to run: the time, the date, the port, the latency. */
export function stableScreen(screen: string): string {
  return screen
    .replace(/\d\d:\d\d(:\d\d)?(?= )/g, (time) => "00:00:00".slice(0, time.length))
    .replace(/[A-Z][a-z]+ \d+ [A-Z][a-z]+ \d{4} ─+/, "DATE ─")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/\d+ ms\b/g, "N ms");
}
