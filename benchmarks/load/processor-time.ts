import { readdir, readFile } from "node:fs/promises";

/** Processor time of a process of any kind since it began, in microseconds: that of all its threads. Linux alone tells it. */
export async function readProcessorTime(pid: number): Promise<number> {
  const folder = `/proc/${pid}/task`;
  const times = await Promise.all((await readdir(folder)).map((task) => readTaskTime(`${folder}/${task}/schedstat`)));
  return times.reduce((sum, time) => sum + time, 0) / 1_000;
}

/** In nanoseconds. A thread that has just ended took its time along. */
async function readTaskTime(file: string): Promise<number> {
  const text = await readFile(file, "utf8").catch(() => "0");
  return Number(text.split(" ")[0]);
}
