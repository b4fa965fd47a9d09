/** Writes a moment, in milliseconds since the epoch, as `09:30:00` by the local clock. */
export function writeClockTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(writeTwoDigits).join(":");
}

/** Writes a moment as `2026-11-24 09:30:00` by the local clock. */
export function writeDateTime(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(writeTwoDigits).join("-");
  return `${day} ${writeClockTime(at)}`;
}

function writeTwoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
