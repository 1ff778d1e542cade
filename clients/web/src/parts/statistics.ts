import { useQuery } from "@tanstack/react-query";
import { DeploymentTarget } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
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

/** What is not to run has no flow, also while the last answer still has one. */
export const isDeployed = ({ deployment }: Module): boolean => deployment?.target === DeploymentTarget.DEPLOYED;
