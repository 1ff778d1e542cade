import { DeploymentTarget } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { App, Button, Empty, Space, Table, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useModules } from "../../live/live.ts";
import { useCall } from "../../parts/calls.ts";
import { CountsBar } from "../../parts/display/CountsBar.tsx";
import { matches, useFilter } from "../../parts/filters.ts";
import { Guarded } from "../../parts/Guarded.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { SearchBox } from "../../parts/SearchBox.tsx";
import { Flow } from "../../parts/Flow.tsx";
import { HealthState, SyncState } from "../../parts/states.tsx";
import { isDeployed, useStatistics } from "../../parts/statistics.ts";
import { millis } from "../../parts/time.ts";
import { wideTable } from "../../parts/wideTable.ts";

export default function Modules() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { items, isComplete } = useModules();
  const statistics = useStatistics();
  const [words, setWords] = useFilter("q");
  const [selected, select] = useState<readonly string[]>([]);
  const shown = items.filter((module) => matches(words, module.name, module.description, ...Object.entries(module.labels).flat()));
  const chosen = selected.filter((id) => items.some((module) => module.id === id));
  const batch = useCall(
    (target: DeploymentTarget) => api.modules.batchDeployModules({ moduleIds: [...chosen], target, requestId: newRequestId() }),
    t("modules.requested"),
  );
  const confirm = (target: DeploymentTarget, title: string) =>
    modal.confirm({
      title,
      content: items.filter((module) => chosen.includes(module.id)).map((module) => module.name).join(", "),
      onOk: () => batch.settle(target),
    });

  return (
    <Page
      title={t("nav.modules")}
      note={t("modules.count", { count: items.length })}
      actions={
        <Space wrap>
          <SearchBox words={words} setWords={setWords} />
          <Guarded
            needs="ROLE_DEPLOYER"
            blocked={chosen.length === 0 ? t("modules.selectFirst") : ""}
            onClick={() => confirm(DeploymentTarget.DEPLOYED, t("modules.deployTitle", { count: chosen.length }))}
          >
            {t("module.deploy")}
          </Guarded>
          <Guarded
            needs="ROLE_DEPLOYER"
            blocked={chosen.length === 0 ? t("modules.selectFirst") : ""}
            onClick={() => confirm(DeploymentTarget.UNDEPLOYED, t("modules.undeployTitle", { count: chosen.length }))}
          >
            {t("module.undeploy")}
          </Guarded>
          <Button type="primary" onClick={() => void navigate("/modules/new")}>
            {t("modules.new")}
          </Button>
        </Space>
      }
    >
      <Table<Module>
        rowKey="id"
        {...wideTable}
        loading={!isComplete}
        dataSource={shown}
        rowSelection={{ selectedRowKeys: [...chosen], onChange: (ids) => select(ids as string[]) }}
        locale={{ emptyText: <Empty description={words ? t("nothingMatches") : t("modules.none")} /> }}
        columns={[
          {
            title: t("field.name"),
            sorter: (a, b) => a.name.localeCompare(b.name),
            render: (_, module) => (
              <>
                <Link to={`/modules/${module.id}`}>{module.name}</Link>
                <br />
                <Typography.Text type="secondary" ellipsis style={{ maxWidth: "min(260px, 42vw)" }}>
                  {module.description}
                </Typography.Text>
              </>
            ),
          },
          {
            title: t("field.revision"),
            align: "right",
            width: 140,
            responsive: ["md"],
            render: (_, { revision, deployment }) =>
              deployment?.target === DeploymentTarget.DEPLOYED ? t("modules.revisions", { deployed: deployment.revision, newest: revision }) : revision,
          },
          { title: t("field.sync"), render: (_, module) => <SyncState module={module} /> },
          { title: t("field.health"), render: (_, module) => <HealthState deployment={module.deployment} /> },
          { title: t("field.nodes"), width: 190, render: (_, module) => <CountsBar counts={module.deployment?.displayCounts} /> },
          { title: t("field.rows"), width: 200, render: (_, module) => <Flow statistics={isDeployed(module) ? statistics?.get(module.id) : undefined} /> },
          {
            title: t("field.changed"),
            defaultSortOrder: "descend",
            sorter: (a, b) => millis(a.updateTime) - millis(b.updateTime),
            render: (_, module) => <RelativeTime time={module.updateTime} />,
          },
        ]}
      />
    </Page>
  );
}
