import { type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { oneDark } from "@codemirror/theme-one-dark";

// Its line numbers and comments are too pale to read.
const readable = EditorView.theme({ ".cm-gutters": { color: "#abb2bf" } }, { dark: true });

/** How source text looks. */
export const codeTheme = (isDark: boolean): Extension => (isDark ? [readable, oneDark] : []);
