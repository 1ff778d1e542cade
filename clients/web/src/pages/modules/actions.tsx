import { DeploymentTarget } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { App, Button, Checkbox, Input, Space, Typography } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useAgents } from "../../live/live.ts";
import { useCall } from "../../parts/calls.ts";
import { failing } from "../../parts/display/counts.ts";
import { Guarded } from "../../parts/Guarded.tsx";
import { CopyMenu } from "./CopyMenu.tsx";
import { describeReach } from "./reach.ts";

/** What can be done with a module, each with its reach. */
export function ModuleActions({ module }: { readonly module: Module }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const agents = useAgents();
  const { id: moduleId, name, deployment } = module;
  const isDeployed = deployment?.target === DeploymentTarget.DEPLOYED;
  const deploy = useCall(() => api.modules.deployModule({ moduleId, requestId: newRequestId() }), t("module.deployRequested", { name }));
  const undeploy = useCall(() => api.modules.undeployModule({ moduleId, requestId: newRequestId() }), t("module.undeployRequested", { name }));
  const remove = useCall(async (dropData: boolean) => {
    await api.modules.deleteModule({ moduleId, dropData, requestId: newRequestId() });
    await navigate("/modules");
  }, t("module.deleted", { name }));

  // The dialog may be open before all agents are known.
  const asking = useRef<ReturnType<typeof modal.confirm>>(undefined);
  const reach = agents.isComplete ? describeReach(t, agents.items) : "";
  useEffect(() => asking.current?.update({ content: reach }), [reach]);

  const confirmDelete = () => {
    let [typed, dropData] = ["", false];
    const dialog = modal.confirm({
      title: t("module.deleteTitle", { name }),
      okText: t("module.delete"),
      okButtonProps: { danger: true, disabled: true },
      content: (
        <Space orientation="vertical" style={{ width: "100%" }}>
          <Typography.Text>{t("module.typeName", { name })}</Typography.Text>
          <Input
            autoFocus
            aria-label={t("module.typeName", { name })}
            onChange={(change) => {
              typed = change.target.value;
              dialog.update({ okButtonProps: { danger: true, disabled: typed !== name } });
            }}
          />
          <Checkbox onChange={(change) => (dropData = change.target.checked)}>{t("module.dropData")}</Checkbox>
        </Space>
      ),
      onOk: () => remove.settle(dropData),
    });
  };

  return (
    <Space wrap>
      <Guarded
        needs="ROLE_DEPLOYER"
        type="primary"
        loading={deploy.isPending}
        onClick={() => {
          asking.current = modal.confirm({
            title: t(isDeployed ? "module.redeployTitle" : "module.deployTitle", { name }),
            content: reach,
            okText: t("module.deploy"),
            onOk: () => deploy.settle(undefined),
            afterClose: () => (asking.current = undefined),
          });
        }}
      >
        {t("module.deploy")}
      </Guarded>
      <Guarded
        needs="ROLE_DEPLOYER"
        blocked={isDeployed ? "" : t("module.notDeployed")}
        loading={undeploy.isPending}
        onClick={() =>
          modal.confirm({
            title: t("module.undeployTitle", { name }),
            content: t("module.runsOn", { count: deployment?.displayCounts?.running ?? 0 }),
            okText: t("module.undeploy"),
            onOk: () => undeploy.settle(undefined),
          })
        }
      >
        {t("module.undeploy")}
      </Guarded>
      <Button onClick={() => void navigate(`/modules/${moduleId}/edit`)}>{t("module.edit")}</Button>
      <CopyMenu moduleId={moduleId} name={name} />
      <Guarded needs="ROLE_ADMIN" danger blocked={isDeployed ? t("module.undeployFirst") : ""} onClick={confirmDelete}>
        {t("module.delete")}
      </Guarded>
    </Space>
  );
}

/** Tries again where it failed or is held; agents that run it are left alone. */
export function RetryButton({ module: { id: moduleId, name, deployment } }: { readonly module: Module }) {
  const { t } = useTranslation();
  const retry = useCall(
    () => api.modules.deployModule({ moduleId, revision: deployment!.revision, requestId: newRequestId() }),
    t("module.deployRequested", { name }),
  );
  return failing(deployment?.displayCounts) > 0 && deployment?.target === DeploymentTarget.DEPLOYED ? (
    <Guarded needs="ROLE_DEPLOYER" size="small" loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
      {t("failures.retry")}
    </Guarded>
  ) : null;
}
