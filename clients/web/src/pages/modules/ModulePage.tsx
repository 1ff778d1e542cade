import { DeploymentTarget } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Card, Empty, Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useInstances, useModule, useModules } from "../../live/live.ts";
import { type Known } from "../../live/store.ts";
import { countsOf } from "../../parts/display/counts.ts";
import { CountsBar } from "../../parts/display/CountsBar.tsx";
import { useFilter } from "../../parts/filters.ts";
import { Loading } from "../../parts/Loading.tsx";
import { NotFound } from "../../parts/NotFound.tsx";
import { Page } from "../../parts/Page.tsx";
import { HealthState, SyncState } from "../../parts/states.tsx";
import { useStatistics } from "../../parts/statistics.ts";
import { ModuleActions, RetryButton } from "./actions.tsx";
import { Banners } from "./Banners.tsx";
import { ConditionPath } from "./ConditionPath.tsx";
import { DashboardLink } from "./DashboardLink.tsx";
import { Failures } from "./Failures.tsx";
import { History } from "./History.tsx";
import { NodeGrid } from "./NodeGrid.tsx";
import { NodeOrder } from "./nodeOrder.ts";
import { NodeStates } from "./NodeStates.tsx";
import { Rows } from "./Rows.tsx";
import { Throughput } from "./Throughput.tsx";

export default function ModulePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const module = useModule(id);
  const { isComplete } = useModules();
  // Wanted from the beginning, so that all that is shown comes with the first watch.
  const instances = useInstances(id);
  if (!module) {
    return isComplete ? <NotFound what={t("module.gone")} /> : <Loading />;
  }

  return <ModuleDetails module={module} known={instances} />;
}

function ModuleDetails({ module, known }: { readonly module: Module; readonly known: Known<ModuleInstance> }) {
  const { t } = useTranslation();
  const { id, deployment } = module;
  const statistics = useStatistics(id)?.get(id);
  const [order] = useState(() => new NodeOrder());
  const instances = useMemo(() => order.apply(known.items), [order, known]);
  // Of what the grid is drawn of: the two come in messages of their own.
  const counts = useMemo(() => (known.isComplete ? countsOf(instances) : deployment?.displayCounts), [known, instances, deployment]);
  const isUndeployed = deployment?.target === DeploymentTarget.UNDEPLOYED;
  const [tab, setTab] = useFilter("tab");
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
            <HealthState deployment={deployment} counts={counts} />
            <span>{t("module.revisions", { deployed: deployment.revision, newest: module.revision })}</span>
            <span className="grow" style={{ flexBasis: 140, maxWidth: 320 }}>
              <CountsBar counts={counts} />
            </span>
          </>
        ) : (
          <span>{t("module.revision", { revision: module.revision })}</span>
        )}
        <DashboardLink moduleId={id} />
      </div>
      {deployment && <Banners deployment={deployment} counts={counts} />}
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
                    {deployment ? <ConditionPath conditions={deployment.conditions} isUndeployed={isUndeployed} counts={counts} /> : t("module.neverDeployed")}
                  </Card>
                  <Card title={t("throughput.title")} size="small">
                    <Throughput statistics={isUndeployed ? undefined : statistics} />
                  </Card>
                </div>
                <div className="stack">
                  <Card title={t("module.nodes", { count: instances.length })} size="small">
                    {instances.length > 0 ? (
                      <>
                        <NodeGrid instances={instances} />
                        <NodeStates instances={instances} />
                      </>
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
