import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { DeploymentPhase, DeploymentTarget, type Deployment } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleLifecycle, type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { InstanceState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { ComponentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/status_service";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";

/** The colours of states, in one place. */
export const colours = { good: "#389e0d", busy: "#1668dc", bad: "#cf1322", held: "#d46b08", idle: "#8c8c8c" } as const;

type Tone = "success" | "processing" | "error" | "warning" | "default";

function State({ tone, name }: { readonly tone: Tone; readonly name: string }) {
  const { t } = useTranslation();
  return <Tag color={tone}>{t(`state.${name}`)}</Tag>;
}

/** Whether what is desired is what was observed. */
export function SyncState({ module }: { readonly module: Module }) {
  const { deployment, lifecycle } = module;
  if (!deployment || lifecycle === ModuleLifecycle.CREATED) {
    return <State tone="default" name="notDeployed" />;
  }

  const isSettled = deployment.phase === DeploymentPhase.SUCCEEDED || deployment.phase === DeploymentPhase.DEGRADED;
  if (!isSettled) {
    return <State tone="processing" name={deployment.phase === DeploymentPhase.PROVISIONING ? "provisioning" : "converging"} />;
  }

  return deployment.target === DeploymentTarget.UNDEPLOYED ? (
    <State tone="default" name="undeployed" />
  ) : deployment.revision < module.revision ? (
    <State tone="warning" name="behind" />
  ) : (
    <State tone="success" name="synced" />
  );
}

/** Whether it works where it should run. */
export function HealthState({ deployment }: { readonly deployment: Deployment | undefined }) {
  const counts = deployment?.counts;
  if (!deployment || !counts || deployment.target === DeploymentTarget.UNDEPLOYED) {
    return <>–</>;
  }

  return counts.failed > 0 || counts.held > 0 ? (
    <State tone="error" name="failing" />
  ) : counts.succeeded === 0 ? (
    <State tone="default" name="noneRuns" />
  ) : (
    <State tone="success" name="healthy" />
  );
}

const ofInstances: Record<InstanceState, [Tone, string]> = {
  [InstanceState.UNSPECIFIED]: ["default", "unknown"],
  [InstanceState.PENDING]: ["default", "pending"],
  [InstanceState.IN_PROGRESS]: ["processing", "inProgress"],
  [InstanceState.SUCCEEDED]: ["success", "succeeded"],
  [InstanceState.FAILED]: ["error", "failed"],
  [InstanceState.HELD]: ["warning", "held"],
};

export function InstanceTag({ state }: { readonly state: InstanceState }) {
  const [tone, name] = ofInstances[state];
  return <State tone={tone} name={name} />;
}

export function AgentTag({ agent }: { readonly agent: Agent }) {
  return (
    <>
      {agent.state === AgentState.ONLINE ? (
        <State tone="success" name="online" />
      ) : agent.state === AgentState.OFFLINE ? (
        <State tone="error" name="offline" />
      ) : (
        <State tone="default" name="terminated" />
      )}
      {agent.cordoned && <State tone="warning" name="cordoned" />}
    </>
  );
}

const ofComponents: Record<ComponentState, [Tone, string]> = {
  [ComponentState.UNSPECIFIED]: ["default", "unknown"],
  [ComponentState.OK]: ["success", "ok"],
  [ComponentState.DEGRADED]: ["warning", "degraded"],
  [ComponentState.DOWN]: ["error", "down"],
  [ComponentState.NOT_CONFIGURED]: ["default", "notConfigured"],
};

export function ComponentTag({ state }: { readonly state: ComponentState }) {
  const [tone, name] = ofComponents[state];
  return <State tone={tone} name={name} />;
}
