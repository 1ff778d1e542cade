import { ConditionStatus } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Alert, Card, Empty, Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useInstances, useModule, useModules } from "../../live/live.ts";
import { Counts } from "../../parts/Counts.tsx";
import { useFilter } from "../../parts/filters.ts";
import { Loading } from "../../parts/Loading.tsx";
import { NotFound } from "../../parts/NotFound.tsx";
import { Page } from "../../parts/Page.tsx";
import { HealthState, SyncState } from "../../parts/states.tsx";
import { useStatistics } from "../../parts/statistics.ts";
import { ModuleActions, RetryButton } from "./actions.tsx";
import { ConditionPath } from "./ConditionPath.tsx";
import { DashboardLink } from "./DashboardLink.tsx";
import { Failures } from "./Failures.tsx";
import { History } from "./History.tsx";
import { NodeGrid } from "./NodeGrid.tsx";
import { NodeOrder } from "./nodeOrder.ts";
import { Rows } from "./Rows.tsx";
import { Throughput } from "./Throughput.tsx";

export default function ModulePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const module = useModule(id);
  const { isComplete } = useModules();
  // Wanted from the beginning, so that all that is shown comes with the first watch.
  const { items } = useInstances(id);
  if (!module) {
    return isComplete ? <NotFound what={t("module.gone")} /> : <Loading />;
  }

  return <ModuleDetails module={module} items={items} />;
}

function ModuleDetails({ module, items }: { readonly module: Module; readonly items: readonly ModuleInstance[] }) {
  const { t } = useTranslation();
  const { id, deployment } = module;
  const statistics = useStatistics(id)?.get(id);
  const [order] = useState(() => new NodeOrder());
  const instances = useMemo(() => order.apply(items), [order, items]);
  const [tab, setTab] = useFilter("tab");
  const broken = deployment?.conditions.find((condition) => condition.status === ConditionStatus.FALSE);
  return (
    <Page
      title={module.name}
      note={module.description}
      actions={<ModuleActions module={module} />}
    >
      <div className="row" style={{ marginBottom: 16 }}>
        <SyncState module={module} />
        {deployment ? (
          <>
            <HealthState deployment={deployment} />
            <span>{t("module.revisions", { deployed: deployment.revision, newest: module.revision })}</span>
            <span className="grow" style={{ maxWidth: 320 }}>
              <Counts counts={deployment.counts} />
            </span>
          </>
        ) : (
          <span>{t("module.revision", { revision: module.revision })}</span>
        )}
        <DashboardLink moduleId={id} />
      </div>
      {broken && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={t(`condition.${broken.type}`, { defaultValue: broken.type })}
          description={broken.message || broken.reason}
        />
      )}
      <Tabs
        activeKey={tab || "state"}
        onChange={(key) => setTab(key === "state" ? "" : key)}
        items={[
          {
            key: "state",
            label: t("module.tab.state"),
            children: (
              <div className="cards">
                <div className="stack">
                  <Card title={t("module.path")} size="small">
                    {deployment ? <ConditionPath conditions={deployment.conditions} /> : t("module.neverDeployed")}
                  </Card>
                  <Card title={t("throughput.title")} size="small">
                    <Throughput statistics={statistics} />
                  </Card>
                </div>
                <div className="stack">
                  <Card title={t("module.nodes", { count: instances.length })} size="small">
                    {instances.length > 0 ? (
                      <NodeGrid instances={instances} />
                    ) : (
                      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("grid.none")} />
                    )}
                  </Card>
                  <Card title={t("failures.title")} size="small" extra={<RetryButton module={module} />}>
                    <Failures instances={instances} />
                  </Card>
                </div>
              </div>
            ),
          },
          { key: "data", label: t("module.tab.data"), children: <Rows moduleId={id} table={module.outputSchema?.tableName ?? ""} /> },
          { key: "history", label: t("module.tab.history"), children: <History module={module} /> },
        ]}
      />
    </Page>
  );
}
