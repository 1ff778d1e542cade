const keys = new Map<string, string>();
const mostKeys = 50_000;

/** Numbers padded, so that plain comparison puts node-9 before node-10: a collator takes ten times as long for thousands of names. */
function keyOf(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    if (keys.size >= mostKeys) {
      keys.clear();
    }

    key = name.replace(/\d+/g, (digits) => digits.padStart(12, "0"));
    keys.set(name, key);
  }

  return key;
}

/** Names in the order in which people count. */
export function compareNames(a: string, b: string): number {
  const [one, other] = [keyOf(a), keyOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
