import { useQuery } from "@tanstack/react-query";
import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Alert, Card, Descriptions } from "antd";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useAgents, useEvents } from "../../live/live.ts";
import { useCall } from "../../parts/calls.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Guarded } from "../../parts/Guarded.tsx";
import { Loading } from "../../parts/Loading.tsx";
import { NotFound } from "../../parts/NotFound.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { AgentTag } from "../../parts/states.tsx";
import { Timeline } from "../events/Timeline.tsx";
import { AgentInstances } from "./AgentInstances.tsx";

const mostEvents = 50;

export default function AgentPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { items, isComplete } = useAgents();
  const agent = items.find((one) => one.id === id);
  const newest = useEvents().items.findLast((event) => mayBeAbout(event, id))?.id;
  const events = useQuery({
    queryKey: ["events", "agent", id, newest],
    queryFn: () => api.events.listEvents({ agentId: id, pageSize: mostEvents }),
    placeholderData: (before) => before,
  });
  if (!agent) {
    return isComplete ? <NotFound what={t("agents.gone")} /> : <Loading />;
  }

  return (
    <Page title={agent.nodeName || agent.id} note={<AgentTag agent={agent} />} actions={<Cordon agent={agent} />}>
      <div className="stack">
        {agent.state === AgentState.OFFLINE ? (
          <Alert type="warning" showIcon title={t("agents.offlineHint")} />
        ) : (
          agent.cordoned && <Alert type="warning" showIcon title={t("agents.cordonedHint")} />
        )}
        <Card size="small">
          <Descriptions
            size="small"
            column={{ xs: 1, md: 2, xl: 3 }}
            items={[
              { key: "version", label: t("field.version"), children: agent.version || "–" },
              { key: "kernel", label: t("field.kernel"), children: `${agent.kernelRelease} ${agent.architecture}` },
              { key: "seen", label: t("field.lastSeen"), children: <RelativeTime time={agent.lastSeenTime} /> },
              { key: "connected", label: t("field.connected"), children: <RelativeTime time={agent.connectTime} /> },
              { key: "pod", label: t("field.pod"), children: <span className="mono">{agent.podUid || "–"}</span> },
              { key: "id", label: t("field.id"), children: <span className="mono">{agent.id}</span> },
            ]}
          />
        </Card>
        <Card size="small" title={t("agents.runs")}>
          <AgentInstances agent={agent} />
        </Card>
        <Card size="small" title={t("agents.history")}>
          {events.isError ? <Failure error={events.error} retry={() => void events.refetch()} /> : <Timeline events={events.data?.events ?? []} />}
        </Card>
      </div>
    </Page>
  );
}

/** What happened to several agents at once names none of them: the server knows whether this one is among them. */
const mayBeAbout = ({ agentId, kind }: Pick<Event, "agentId" | "kind">, id: string) =>
  agentId === id || (agentId === "" && /^(AGENT|INSTANCE)_/.test(kind));

function Cordon({ agent }: { readonly agent: Agent }) {
  const { t } = useTranslation();
  const { id, cordoned } = agent;
  const cordon = useCall(
    () => api.agents.updateAgent({ agent: { id, cordoned: !cordoned }, updateMask: { paths: ["cordoned"] }, requestId: newRequestId() }),
    cordoned ? t("agents.uncordoned") : t("agents.cordoned"),
  );
  return (
    <Guarded
      needs="ROLE_DEPLOYER"
      blocked={agent.state === AgentState.TERMINATED ? t("agents.gone") : ""}
      loading={cordon.isPending}
      onClick={() => cordon.mutate(undefined)}
    >
      {cordoned ? t("agents.uncordon") : t("agents.cordon")}
    </Guarded>
  );
}
