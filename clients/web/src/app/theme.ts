import { useEffect, useState, useSyncExternalStore } from "react";

const stored = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** Dark or light: as the system has it, until somebody chooses. */
export function useDark(): [boolean, (dark: boolean) => void] {
  const ofSystem = useSyncExternalStore(
    (changed) => {
      system.addEventListener("change", changed);
      return () => system.removeEventListener("change", changed);
    },
    () => system.matches,
  );
  const [chosen, choose] = useState(() => localStorage.getItem(stored));
  const dark = chosen ? chosen === "dark" : ofSystem;
  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  }, [dark]);
  return [
    dark,
    (wanted) => {
      const name = wanted ? "dark" : "light";
      localStorage.setItem(stored, name);
      choose(name);
    },
  ];
}
