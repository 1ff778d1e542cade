import { MergeView } from "@codemirror/merge";
import { yaml } from "@codemirror/legacy-modes/mode/yaml";
import { StreamLanguage } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { useQuery } from "@tanstack/react-query";
import { ModuleView } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { basicSetup, EditorView } from "codemirror";
import { use, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { nonce } from "../../app/nonce.ts";
import { ThemeContext } from "../../app/ThemeContext.ts";
import { codeTheme } from "../../parts/codeTheme.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Loading } from "../../parts/Loading.tsx";
import { contentOf } from "./editor/content.ts";
import { toYaml } from "./editor/file.ts";

interface Props {
  readonly moduleId: string;
  readonly older: number;
  readonly newer: number;
}

/** What two revisions of a module differ in, sources included. */
export default function RevisionDiff({ moduleId, older, newer }: Props) {
  const { t } = useTranslation();
  const texts = useQuery({
    queryKey: ["diff", moduleId, older, newer],
    queryFn: async () => {
      const found = await findRevisions(moduleId, [older, newer]);
      return [older, newer].map((revision) => found.get(revision) ?? t("history.notKept", { revision }));
    },
    staleTime: Infinity,
  });
  if (texts.isError) {
    return <Failure error={texts.error} retry={() => void texts.refetch()} />;
  }

  return texts.data ? <Diff a={texts.data[0]!} b={texts.data[1]!} /> : <Loading />;
}

/** There is no call for a single revision: pages are read until these were there. */
async function findRevisions(moduleId: string, wanted: readonly number[]): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  let pageToken = "";
  do {
    const page = await api.modules.listModuleRevisions({ moduleId, pageToken, pageSize: 10, view: ModuleView.FULL });
    for (const { revision, module } of page.revisions) {
      if (module && wanted.includes(revision)) {
        found.set(revision, toYaml(contentOf(module)));
      }
    }

    if (pageToken && page.nextPageToken === pageToken) {
      throw new Error("The server gives the same page again: the list has no end.");
    }

    pageToken = page.nextPageToken;
  } while (pageToken && found.size < wanted.length);
  return found;
}

function Diff({ a, b }: { readonly a: string; readonly b: string }) {
  const { dark } = use(ThemeContext);
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const extensions = [
      basicSetup,
      StreamLanguage.define(yaml),
      EditorState.readOnly.of(true),
      EditorView.cspNonce.of(nonce),
      EditorView.lineWrapping,
      codeTheme(dark),
    ];
    const view = new MergeView({
      parent: host.current!,
      a: { doc: a, extensions },
      b: { doc: b, extensions },
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    return () => view.destroy();
  }, [a, b, dark]);
  return <div ref={host} className="code diff" />;
}
