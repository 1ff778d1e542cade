import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Button, Empty, Select, Table, Tag, Typography } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { useEvents, useModules } from "../../live/live.ts";
import { Failure } from "../../parts/Failure.tsx";
import { eventInWords, kindOfEvent } from "../../parts/eventText.ts";
import { useFilter } from "../../parts/filters.ts";
import { ModuleLink } from "../../parts/ModuleLink.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { EventRecord } from "./EventRecord.tsx";
import { NodeLink } from "./NodeLink.tsx";
import { Repeats } from "./Repeats.tsx";
import { groupRepeats, type Repeat } from "./repeats.ts";
import { colourOfOutcome } from "./Timeline.tsx";

const kinds = [
  "MODULE_CREATED", "MODULE_UPDATED", "MODULE_DELETED", "DEPLOY_REQUESTED", "UNDEPLOY_REQUESTED", "ROLLBACK_REQUESTED", "PHASE_REACHED",
  "INSTANCE_FAILED", "INSTANCE_HELD", "AGENT_CONNECTED", "AGENT_LOST", "AGENT_TERMINATED", "AGENT_ID_SHARED", "AGENT_CORDONED", "AGENT_UNCORDONED",
  "AGENT_UPDATED", "AGENT_FORGOTTEN", "TOKEN_CREATED", "TOKEN_REVOKED", "SIGNED_IN", "SIGNED_OUT", "SESSION_ENDED", "CALL_FAILED", "CALL_DENIED",
  "DATA_DROPPED", "RETENTION_SET", "GRAFANA_TOKEN_ROTATED", "DATASOURCE_CREATED", "DATASOURCE_UPDATED", "DATASOURCE_DELETED", "DASHBOARD_CREATED",
  "DASHBOARD_DELETED",
];

export default function Events() {
  const { t } = useTranslation();
  const [kind, setKind] = useFilter("kind");
  const [moduleId, setModule] = useFilter("module");
  const modules = useModules().items;
  const newest = useEvents().items.at(-1)?.id ?? "";
  const pages = useInfiniteQuery({
    queryKey: ["events", kind, moduleId],
    queryFn: ({ pageParam }) => api.events.listEvents({ kind, moduleId, pageToken: pageParam, pageSize: 100 }),
    initialPageParam: "",
    // The same token again would be the same page for ever.
    getNextPageParam: (page, _all, token) => (page.nextPageToken === token ? undefined : page.nextPageToken || undefined),
    placeholderData: (before) => before,
  });
  const queries = useQueryClient();
  // Looked at again when something happened, all that is shown.
  const seen = useRef(newest);
  useEffect(() => {
    if (seen.current !== newest) {
      seen.current = newest;
      void queries.invalidateQueries({ queryKey: ["events"] });
    }
  }, [queries, newest]);
  if (pages.isError) {
    return <Failure error={pages.error} retry={() => void pages.refetch()} />;
  }

  const repeats = groupRepeats(pages.data?.pages.flatMap((page) => page.events) ?? []);
  const filter = { allowClear: true, style: { flex: "1 0 160px", maxWidth: 210 } };
  return (
    <Page
      title={t("nav.events")}
      actions={
        <div className="row" style={{ gap: 8 }}>
          <Select
            {...filter} showSearch={{ optionFilterProp: "label" }} placeholder={t("events.kind")} aria-label={t("events.kind")}
            value={kind || null} onChange={(value) => setKind(value ?? "")} options={kinds.map((value) => ({ value, label: kindOfEvent(t, value) }))}
          />
          <Select
            {...filter} showSearch={{ optionFilterProp: "label" }} placeholder={t("field.module")} aria-label={t("field.module")}
            value={moduleId || null} onChange={(value) => setModule(value ?? "")} options={modules.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </div>
      }
    >
      <Table<Repeat>
        rowKey="key"
        size="small"
        loading={pages.isPending}
        dataSource={repeats}
        pagination={false}
        className="tight"
        expandable={{ expandedRowRender: ({ events: [event] }) => <EventRecord event={event} />, expandRowByClick: false }}
        locale={{ emptyText: <Empty description={t("events.none")} /> }}
        columns={[
          { title: t("field.time"), width: 104, render: (_, { events: [event] }) => <RelativeTime time={event.time} /> },
          { title: t("field.kind"), width: 172, responsive: ["md"], render: (_, { events: [event] }) => <KindTag event={event} /> },
          {
            title: t("field.what"),
            render: (_, { events }) => (
              <>
                <div className="narrow">
                  <KindTag event={events[0]} /> {events[0].moduleId && <ModuleLink id={events[0].moduleId} />} <NodeLink event={events[0]} />
                </div>
                <Typography.Paragraph className="said" ellipsis={{ rows: 3, expandable: "collapsible" }} style={{ margin: 0 }}>
                  {eventInWords(t, events[0])}
                </Typography.Paragraph>
                <Repeats events={events} />
              </>
            ),
          },
          { title: t("field.node"), width: 136, responsive: ["md"], render: (_, { events: [event] }) => <NodeLink event={event} /> },
          { title: t("field.who"), render: (_, { events: [event] }) => event.actor, width: 120, responsive: ["md"] },
          {
            title: t("field.module"),
            width: 136,
            responsive: ["md"],
            render: (_, { events: [event] }) => event.moduleId && <ModuleLink id={event.moduleId} />,
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

function KindTag({ event }: { readonly event: Event }) {
  const { t } = useTranslation();
  return <Tag color={colourOfOutcome(event.outcome)}>{kindOfEvent(t, event.kind)}</Tag>;
}
