import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { toJsonString } from "@bufbuild/protobuf";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { useEffect, useState } from "react";
import { api } from "../../../api/api.ts";
import { may, useSession } from "../../../session/session.ts";
import { type Content } from "./content.ts";

const pause = 500;

/** What the server has to say about it, asked for whenever nothing was typed for a moment. */
export function useFindings(id: string, content: Content) {
  const isAuthor = may(useSession(), "ROLE_AUTHOR");
  const [settled, settle] = useState(content);
  useEffect(() => {
    const timer = setTimeout(() => settle(content), pause);
    return () => clearTimeout(timer);
  }, [content]);
  const { data, error, isFetching } = useQuery({
    queryKey: ["validate", id, toJsonString(ModuleSchema, settled)],
    queryFn: ({ signal }) => api.modules.validateModule({ module: { ...settled, id } }, { signal }),
    placeholderData: keepPreviousData,
    enabled: isAuthor,
    staleTime: Infinity,
    gcTime: 0,
  });
  return { findings: data?.findings, error, isChecking: isFetching || settled !== content };
}
