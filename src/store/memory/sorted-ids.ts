const MAX_CHUNK = 512;

/** Ids in order, so that a range of them is found without looking at all. Kept in chunks: adding one moves a few hundred at most. */
export interface SortedIds {
  add(id: string): void;
  remove(id: string): void;
  /** The ids above and below the given ends; an absent end is open. */
  between(above: string | undefined, below: string | undefined): string[];
}

export function createSortedIds(): SortedIds {
  const chunks: string[][] = [[]];
  /** The chunk an id stands or belongs in: the last one that begins at or before it. */
  const chunkOf = (id: string) => Math.max(0, place(chunks.length, (index) => (chunks[index]?.[0] ?? '') <= id) - 1);

  return {
    add(id) {
      const at = chunkOf(id);
      const chunk = chunks[at] ?? [];
      chunk.splice(
        place(chunk.length, (index) => (chunk[index] ?? '') < id),
        0,
        id,
      );
      if (chunk.length > MAX_CHUNK) chunks.splice(at, 1, chunk.slice(0, MAX_CHUNK / 2), chunk.slice(MAX_CHUNK / 2));
    },
    remove(id) {
      const at = chunkOf(id);
      const chunk = chunks[at] ?? [];
      const index = place(chunk.length, (candidate) => (chunk[candidate] ?? '') < id);
      if (chunk[index] === id) chunk.splice(index, 1);
      if (chunk.length === 0 && chunks.length > 1) chunks.splice(at, 1);
    },
    between(above, below) {
      const found: string[] = [];
      for (let at = above === undefined ? 0 : chunkOf(above); at < chunks.length; at++) {
        const chunk = chunks[at] ?? [];
        if (below !== undefined && (chunk[0] ?? '') >= below) break;
        for (const id of chunk) if ((above === undefined || id > above) && (below === undefined || id < below)) found.push(id);
      }
      return found;
    },
  };
}

/** The first index for which the condition fails, given that it fails for all after it. */
function place(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
