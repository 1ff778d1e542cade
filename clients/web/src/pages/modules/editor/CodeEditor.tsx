import { cpp } from "@codemirror/lang-cpp";
import { json } from "@codemirror/lang-json";
import { StreamLanguage } from "@codemirror/language";
import { wast } from "@codemirror/legacy-modes/mode/wast";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Compartment } from "@codemirror/state";
import { FindingSeverity, type Finding } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";
import { basicSetup, EditorView } from "codemirror";
import { use, useEffect, useRef } from "react";
import { nonce } from "../../../app/nonce.ts";
import { ThemeContext } from "../../../app/ThemeContext.ts";
import { codeTheme } from "../../../parts/codeTheme.ts";

const languages = { c: cpp, json, wat: () => StreamLanguage.define(wast) } as const;

interface Props {
  readonly label: string;
  readonly language: keyof typeof languages;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Those with a line are shown there. */
  readonly findings: readonly Finding[];
  /** A place to go to; a new object goes there again. */
  readonly place?: { readonly line: number; readonly column: number } | undefined;
}

/** Source text with its findings at their lines. */
export function CodeEditor({ label, language, value, onChange, findings, place }: Props) {
  const { dark } = use(ThemeContext);
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, value });
  const look = useRef(new Compartment());
  useEffect(() => {
    latest.current = { onChange, value };
  });
  useEffect(() => {
    const made = new EditorView({
      parent: host.current!,
      doc: latest.current.value,
      extensions: [
        basicSetup,
        lintGutter(),
        languages[language](),
        look.current.of([]),
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.theme({ "&": { minHeight: "320px", maxHeight: "60vh", fontSize: "13px" }, ".cm-scroller": { overflow: "auto" } }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            latest.current.onChange(update.state.doc.toString());
          }
        }),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [language, label]);
  useEffect(() => {
    view.current?.dispatch({ effects: look.current.reconfigure(codeTheme(dark)) });
  }, [dark, language, label]);
  useEffect(() => {
    const state = view.current?.state;
    if (state && state.doc.toString() !== value) {
      view.current?.dispatch({ changes: { from: 0, to: state.doc.length, insert: value } });
    }
  }, [value]);
  useEffect(() => {
    if (view.current) {
      view.current.dispatch(setDiagnostics(view.current.state, findings.flatMap((one) => diagnosticOf(view.current!, one))));
    }
  }, [findings, value, language, label]);
  useEffect(() => {
    if (place && view.current) {
      const { doc } = view.current.state;
      const line = doc.line(Math.min(Math.max(place.line, 1), doc.lines));
      view.current.dispatch({ selection: { anchor: Math.min(line.from + Math.max(place.column - 1, 0), line.to) }, scrollIntoView: true });
      view.current.focus();
    }
  }, [place]);
  return <div ref={host} className="code" />;
}

const severities = { [FindingSeverity.ERROR]: "error", [FindingSeverity.WARNING]: "warning" } as const;

function diagnosticOf(view: EditorView, finding: Finding): Diagnostic[] {
  const { doc } = view.state;
  if (finding.line < 1 || finding.line > doc.lines) {
    return [];
  }

  const line = doc.line(finding.line);
  const from = Math.min(line.from + Math.max(finding.column - 1, 0), line.to);
  return [{ from, to: line.to, severity: severities[finding.severity as keyof typeof severities] ?? "info", message: finding.message }];
}
