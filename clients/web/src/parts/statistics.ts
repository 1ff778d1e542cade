import { useQuery } from "@tanstack/react-query";
import { api } from "../api/api.ts";

const period = 10_000;

/** What comes through of each module that should run, by its id. */
export function useStatistics() {
  const { data } = useQuery({
    queryKey: ["statistics"],
    queryFn: () => api.modules.listModuleStatistics({}),
    refetchInterval: period,
    select: (answer) => new Map(answer.statistics.map((one) => [one.moduleId, one])),
  });
  return data;
}
