import { CheckCircleTwoTone } from "@ant-design/icons";
import { AgentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Card, Empty, Table, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAgents, useEvents, useModules, useStatus } from "../../live/live.ts";
import { conditionInWords } from "../../parts/conditions.ts";
import { CountsBar } from "../../parts/display/CountsBar.tsx";
import { Loading } from "../../parts/Loading.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { Flow } from "../../parts/Flow.tsx";
import { ComponentTag, SyncState } from "../../parts/states.tsx";
import { isDeployed, useStatistics } from "../../parts/statistics.ts";
import { Timeline } from "../events/Timeline.tsx";
import { findConcerns, type Concern } from "./attention.ts";
import { FirstSteps } from "./FirstSteps.tsx";
import { FleetBar } from "./FleetBar.tsx";

const mostModules = 8;
const mostChanges = 8;

/** What was done, and what came of it; not each failure of each node, nor each call. */
const isChange = ({ kind }: Event) => !/^(INSTANCE|CALL)_/.test(kind);

export default function Overview() {
  const { t } = useTranslation();
  const [modules, agents, events, status] = [useModules(), useAgents(), useEvents(), useStatus()];
  const statistics = useStatistics();
  if (!modules.isComplete || !agents.isComplete || !status) {
    return <Loading />;
  }

  const concerns = findConcerns(modules.items, agents.items, status);
  const deployed = modules.items.filter((module) => module.deployment);
  const isEmpty = modules.items.length === 0 || agents.items.every((agent) => agent.state === AgentState.TERMINATED);
  return (
    <Page title={t("nav.overview")}>
      <div className="stack">
        {isEmpty && <FirstSteps hasAgents={agents.items.length > 0} hasModules={modules.items.length > 0} grpcPort={status.grpcPort} />}
        <Card size="small" title={<>{t("attention.title")} {concerns.length > 0 && <Tag color="error">{concerns.length}</Tag>}</>}>
          {concerns.length === 0 ? (
            <Typography.Text>
              <CheckCircleTwoTone twoToneColor="#52c41a" /> {t("attention.none")}
            </Typography.Text>
          ) : (
            <Table<Concern>
              rowKey="key"
              size="small"
              showHeader={false}
              dataSource={concerns}
              pagination={{ defaultPageSize: 10, hideOnSinglePage: true }}
              columns={[
                {
                  render: (_, one) => (
                    <>
                      <Link to={one.path}>{t(`attention.${one.kind}`, { name: one.subject, count: one.count })}</Link>
                      <Typography.Paragraph type="secondary" ellipsis={{ rows: 2 }} style={{ margin: 0 }}>
                        {one.broken ? conditionInWords(t, one.broken.condition, one.broken.counts) : one.detail}
                      </Typography.Paragraph>
                    </>
                  ),
                },
                { align: "right", width: 110, render: (_, one) => <RelativeTime time={one.since} /> },
              ]}
            />
          )}
        </Card>
        <Card size="small" title={t("fleet.title")}>
          <FleetBar agents={agents.items} />
        </Card>
        <div className="cards">
          <div className="stack">
            <Card size="small" title={t("nav.modules")} extra={<Link to="/modules">{t("all")}</Link>}>
              <Table
                rowKey="id"
                size="small"
                className="tight"
                showHeader={false}
                pagination={false}
                dataSource={deployed.slice(0, mostModules)}
                locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("overview.noneDeployed")} /> }}
                columns={[
                  {
                    render: (_, module) => (
                      <>
                        <Link to={`/modules/${module.id}`}>{module.name}</Link>
                        <div>
                          <SyncState module={module} />
                        </div>
                      </>
                    ),
                  },
                  { render: (_, module) => <CountsBar counts={module.deployment?.displayCounts} />, width: 118 },
                  { render: (_, module) => <Flow statistics={isDeployed(module) ? statistics?.get(module.id) : undefined} />, width: 136 },
                ]}
              />
            </Card>
            <Card size="small" title={t("overview.components")} extra={<Link to="/status">{t("all")}</Link>}>
              {status.components.map((component) => (
                <div key={component.name} className="row" style={{ padding: "4px 0" }}>
                  <span className="grow">{t(`component.${component.name}`, { defaultValue: component.name })}</span>
                  <ComponentTag state={component.state} />
                </div>
              ))}
            </Card>
          </div>
          <Card size="small" title={t("overview.changes")} extra={<Link to="/events">{t("all")}</Link>}>
            <Timeline events={events.items.filter(isChange).reverse()} most={mostChanges} />
          </Card>
        </div>
      </div>
    </Page>
  );
}
