/** Runs a task for every item, so many at a time. Rejects with the first that fails. */
export async function inParallel<Item>(
  count: number,
  items: Iterable<Item>,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const workers = Array.from({ length: count }, async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await task(next.value);
  });
  await Promise.all(workers);
}
