/**
 * Where a key leads to in a grid: arrows go from cell to cell, Home and End to the first and the last. Undefined for all other keys; at an edge
 * it stays where it is. `at` is -1 where no cell is pointed at.
 */
export function stepOf(key: string, at: number, columns: number, count: number): number | undefined {
  const steps: Partial<Record<string, number>> = {
    ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: count - 1,
  };
  const to = steps[key];
  if (to === undefined) {
    return undefined;
  }

  return at < 0 && key !== "End" ? 0 : to < 0 || to >= count ? at : to;
}
