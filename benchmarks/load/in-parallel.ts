/** Does a piece of work for each number from 0 up to `count`, at most `limit` at a time, and gives the results in order. */
export async function inParallel<Result>(
  count: number,
  limit: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(count);
  const indices = results.keys();
  // All workers draw from the one iterator, so each index is worked on once.
  const worker = async () => {
    for (const index of indices) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
