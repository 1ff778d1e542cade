import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { api } from "../../../api/api.ts";
import { useModule, useModules } from "../../../live/live.ts";
import { Failure } from "../../../parts/Failure.tsx";
import { useFilter } from "../../../parts/filters.ts";
import { Loading } from "../../../parts/Loading.tsx";
import { NotFound } from "../../../parts/NotFound.tsx";
import { contentOf, emptyContent } from "./content.ts";
import { Editor } from "./Editor.tsx";
import { loadSample } from "./samples.ts";

const empty = emptyContent();

/** Writes a module: a new one, one that is like a sample, or the next revision of one that is there. */
export default function EditorPage() {
  const { id } = useParams();
  return id ? <Existing key={id} id={id} /> : <New />;
}

function New() {
  const [name] = useFilter("sample");
  const sample = useQuery({ queryKey: ["sample", name], queryFn: () => loadSample(name), enabled: name !== "" });
  if (sample.isError) {
    return <Failure error={sample.error} />;
  }

  return name && !sample.data ? <Loading /> : <Editor key={name} id="" etag="" saved={empty} sample={sample.data} />;
}

function Existing({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const known = useModule(id);
  const { isComplete } = useModules();
  const found = useQuery({
    queryKey: ["module", id, known?.etag],
    queryFn: async () => (await api.modules.getModule({ moduleId: id })).module!,
    placeholderData: keepPreviousData,
    select: (module) => ({ etag: module.etag, content: contentOf(module) }),
    enabled: known !== undefined,
  });
  if (isComplete && !known) {
    return <NotFound what={t("module.gone")} />;
  }

  if (found.isError) {
    return <Failure error={found.error} retry={() => void found.refetch()} />;
  }

  return found.data ? <Editor id={id} etag={found.data.etag} saved={found.data.content} /> : <Loading />;
}
