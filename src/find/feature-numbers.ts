/** Features by number: their bits in order, and beside them their numbers. */
export interface FeatureNumbers {
  readonly sorted: Uint32Array;
  readonly numbers: Uint32Array;
}

const [FNV_START, FNV_FACTOR] = [0x811c9dc5, 0x01000193] as const;

/** 32 bits (FNV-1a over UTF-16 units). Of a hundred thousand features about one shares its bits with another: it then counts for both. */
function bitsOf(feature: string): number {
  let bits: number = FNV_START;
  for (let at = 0; at < feature.length; at++) bits = Math.imul(bits ^ feature.charCodeAt(at), FNV_FACTOR);
  return bits >>> 0;
}

/** Numbers features in the order they come, then keeps eight bytes for each: a hundred thousand strings a language would be ten times as much. */
export function createFeatureNumbers(): { add(feature: string): number; finish(): FeatureNumbers } {
  const numbers = new Map<number, number>();
  return {
    add(feature) {
      const bits = bitsOf(feature);
      const number = numbers.get(bits) ?? numbers.size;
      numbers.set(bits, number);
      return number;
    },
    finish() {
      const sorted = Uint32Array.from(numbers.keys()).sort();
      return { sorted, numbers: Uint32Array.from(sorted, (bits) => numbers.get(bits) ?? 0) };
    },
  };
}

/** The number of a feature; what is unknown has none. */
export function numberOf({ sorted, numbers }: FeatureNumbers, feature: string): number | undefined {
  const bits = bitsOf(feature);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < bits) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === bits ? numbers[low] : undefined;
}
