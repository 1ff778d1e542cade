import { useSearchParams } from "react-router";

/** A filter that is kept in the URL, so that it can be bookmarked and sent to others. */
export function useFilter(name: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    search.get(name) ?? "",
    (value) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (value) {
            after.set(name, value);
          } else {
            after.delete(name);
          }

          return after;
        },
        { replace: true },
      ),
  ];
}

/** Whether all words are somewhere in these texts. */
export function matches(words: string, ...texts: readonly string[]): boolean {
  if (!words) {
    return true;
  }

  const all = texts.join(" ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
