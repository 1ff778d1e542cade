import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

interface Palette {
  readonly comment: string;
  readonly keyword: string;
  readonly text: string;
  readonly number: string;
  readonly type: string;
  readonly name: string;
}

// Text of at least 4.5 : 1 on the ground, also on that of the line with the cursor.
const light: Palette = { comment: "#5c6370", keyword: "#8250df", text: "#0a3069", number: "#0550ae", type: "#953800", name: "#1f2328" };
const dark: Palette = { comment: "#a3adba", keyword: "#d2a8ff", text: "#a5d6ff", number: "#79c0ff", type: "#ffa657", name: "#e6edf3" };

const styleOf = (palette: Palette): Extension =>
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.comment], color: palette.comment, fontStyle: "italic" },
      { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], color: palette.keyword },
      { tag: [tags.processingInstruction, tags.meta, tags.labelName], color: palette.keyword },
      { tag: [tags.string, tags.character, tags.escape], color: palette.text },
      { tag: [tags.number, tags.bool, tags.null, tags.atom], color: palette.number },
      { tag: [tags.typeName, tags.standard(tags.typeName), tags.className], color: palette.type },
      { tag: [tags.name, tags.propertyName, tags.variableName, tags.punctuation, tags.operator], color: palette.name },
    ]),
  );

const ground = EditorView.theme(
  {
    "&": { color: dark.name, backgroundColor: "#161b22" },
    ".cm-content": { caretColor: "#ffffff" },
    ".cm-cursor": { borderLeftColor: "#ffffff" },
    ".cm-gutters": { color: dark.comment, backgroundColor: "#161b22", borderRight: "1px solid #30363d" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "#21262d" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "#264f78" },
    ".cm-tooltip, .cm-panels": { color: dark.name, backgroundColor: "#21262d" },
  },
  { dark: true },
);

const numbers = EditorView.theme({ ".cm-gutters": { color: light.comment } });

/** How source text looks. */
export const codeTheme = (isDark: boolean): Extension => (isDark ? [ground, styleOf(dark)] : [numbers, styleOf(light)]);
