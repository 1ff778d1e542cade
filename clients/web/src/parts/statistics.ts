import { useQuery } from "@tanstack/react-query";
import { api } from "../api/api.ts";

const period = 10_000;

/** What comes through of each module that should run, by its id; of one only where its id is given. */
export function useStatistics(moduleId = "") {
  const { data } = useQuery({
    queryKey: ["statistics", moduleId],
    queryFn: () => api.modules.listModuleStatistics({ moduleId }),
    refetchInterval: period,
    select: (answer) => new Map(answer.statistics.map((one) => [one.moduleId, one])),
  });
  return data;
}
