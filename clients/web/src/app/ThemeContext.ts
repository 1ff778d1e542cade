import { createContext } from "react";

export const ThemeContext = createContext({ dark: false, setDark: (dark: boolean): void => void dark });
