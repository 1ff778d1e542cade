import { useInfiniteQuery } from "@tanstack/react-query";
import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Button, Empty, Select, Space, Table, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { useEvents, useModules } from "../../live/live.ts";
import { Failure } from "../../parts/Failure.tsx";
import { useFilter } from "../../parts/filters.ts";
import { ModuleLink } from "../../parts/ModuleLink.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { colourOfOutcome } from "./Timeline.tsx";

const kinds = [
  "MODULE_CREATED", "MODULE_UPDATED", "MODULE_DELETED", "DEPLOY_REQUESTED", "UNDEPLOY_REQUESTED", "ROLLBACK_REQUESTED", "PHASE_REACHED",
  "INSTANCE_FAILED", "INSTANCE_HELD", "AGENT_CONNECTED", "AGENT_LOST", "AGENT_TERMINATED", "AGENT_CORDONED", "AGENT_UNCORDONED", "CALL_FAILED", "CALL_DENIED",
];

export default function Events() {
  const { t } = useTranslation();
  const [kind, setKind] = useFilter("kind");
  const [moduleId, setModule] = useFilter("module");
  const modules = useModules().items;
  const newest = useEvents().items.at(-1)?.id ?? "";
  const pages = useInfiniteQuery({
    // Looked at again when something happened.
    queryKey: ["events", kind, moduleId, newest],
    queryFn: ({ pageParam }) => api.events.listEvents({ kind, moduleId, pageToken: pageParam, pageSize: 100 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    placeholderData: (before) => before,
  });
  if (pages.isError) {
    return <Failure error={pages.error} retry={() => void pages.refetch()} />;
  }

  const events = pages.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Page
      title={t("nav.events")}
      actions={
        <Space wrap>
          <Select
            allowClear showSearch placeholder={t("events.kind")} aria-label={t("events.kind")} style={{ width: 210 }}
            value={kind || null} onChange={(value) => setKind(value ?? "")} options={kinds.map((value) => ({ value }))}
          />
          <Select
            allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("field.module")} aria-label={t("field.module")} style={{ width: 210 }}
            value={moduleId || null} onChange={(value) => setModule(value ?? "")} options={modules.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Space>
      }
    >
      <Table<Event>
        rowKey="id"
        size="small"
        loading={pages.isPending}
        dataSource={events}
        pagination={false}
        className="scroll"
        locale={{ emptyText: <Empty description={t("events.none")} /> }}
        columns={[
          { title: t("field.time"), width: 110, render: (_, event) => <RelativeTime time={event.time} /> },
          { title: t("field.kind"), width: 200, render: (_, event) => <Tag color={colourOfOutcome(event.outcome)}>{event.kind}</Tag> },
          {
            title: t("field.what"),
            render: (_, event) => (
              <Typography.Paragraph ellipsis={{ rows: 2, expandable: "collapsible" }} style={{ margin: 0 }}>
                {event.message}
              </Typography.Paragraph>
            ),
          },
          { title: t("field.who"), dataIndex: "actor", width: 160 },
          {
            title: t("field.module"),
            width: 160,
            render: (_, event) =>
              event.moduleId && <ModuleLink id={event.moduleId} />,
          },
        ]}
      />
      {pages.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("events.more")}
        </Button>
      )}
    </Page>
  );
}
