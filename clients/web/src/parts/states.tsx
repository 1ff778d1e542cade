import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { DeploymentPhase, DeploymentTarget, DisplayState, type Deployment } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleLifecycle, type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { ComponentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/status_service";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Counts } from "./display/counts.ts";
import { type Tone } from "./display/displayStates.ts";
import { DisplayTag } from "./display/DisplayTag.tsx";
import { healthOf } from "./display/health.ts";

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
  ) : deployment.phase === DeploymentPhase.DEGRADED ? (
    <State tone="error" name="notSynced" />
  ) : (
    <State tone={(deployment.displayCounts?.running ?? 0) > 0 ? "success" : "default"} name="synced" />
  );
}

/** Whether it works where it should run. */
export function HealthState({ deployment, counts }: { readonly deployment: Deployment | undefined; readonly counts?: Counts }) {
  const shown = counts ?? deployment?.displayCounts;
  if (!deployment || !shown) {
    return <>–</>;
  }

  const [tone, name] = healthOf(shown, deployment);
  return <State tone={tone} name={name} />;
}

export function AgentTag({ agent }: { readonly agent: Agent }) {
  return (
    <>
      {agent.state === AgentState.ONLINE ? (
        <State tone="success" name="online" />
      ) : agent.state === AgentState.OFFLINE ? (
        <DisplayTag state={DisplayState.OFFLINE} />
      ) : (
        <State tone="default" name="terminated" />
      )}
      {agent.cordoned && <DisplayTag state={DisplayState.CORDONED} />}
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
