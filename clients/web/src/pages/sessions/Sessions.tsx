import { useQuery } from "@tanstack/react-query";
import { Role } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/access";
import { type UserSession } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/user_session";
import { App, Empty, Table, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useCall } from "../../parts/calls.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Guarded } from "../../parts/Guarded.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { millis } from "../../parts/time.ts";
import { wideTable } from "../../parts/wideTable.ts";
import { may, useSession } from "../../session/session.ts";
import { browserName } from "./browserName.ts";

async function listAll(): Promise<UserSession[]> {
  const sessions: UserSession[] = [];
  let pageToken = "";
  do {
    const page = await api.sessions.listSessions({ pageSize: 500, pageToken });
    sessions.push(...page.sessions);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return sessions;
}

/** Who is signed in with a browser: an administrator sees all sessions, anybody else their own. */
export default function Sessions() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const session = useSession();
  const sessions = useQuery({ queryKey: ["sessions"], queryFn: listAll, refetchInterval: 10_000, enabled: !session.open });
  const end = useCall(async ({ id, current }: UserSession) => {
    await api.sessions.revokeSession({ sessionId: id, requestId: newRequestId() });
    if (current) {
      location.assign("/");
    }
  }, t("sessions.ended"));
  if (sessions.isError) {
    return <Failure error={sessions.error} retry={() => void sessions.refetch()} />;
  }

  const confirm = (one: UserSession) =>
    modal.confirm({
      title: t("sessions.endTitle", { who: one.actor }),
      content: one.current ? t("sessions.endThis") : t("sessions.endHint"),
      okText: t("sessions.end"),
      okButtonProps: { danger: true },
      onOk: () => end.settle(one),
    });

  return (
    <Page title={t("sessions.title")} note={session.open ? t("sessions.open") : t(may(session, "ROLE_ADMIN") ? "sessions.all" : "sessions.own")}>
      <Table<UserSession>
        rowKey="id"
        {...wideTable}
        loading={sessions.isLoading}
        dataSource={sessions.data ?? []}
        locale={{ emptyText: <Empty description={t("sessions.none")} /> }}
        columns={[
          {
            title: t("field.who"),
            sorter: (a, b) => a.actor.localeCompare(b.actor),
            render: (_, one) => (
              <>
                {one.actor} {one.current && <Tag color="blue">{t("sessions.current")}</Tag>}
                <br />
                <Typography.Text type="secondary">{t(`role.ROLE_${Role[one.role]}`, { defaultValue: "" })}</Typography.Text>
              </>
            ),
          },
          {
            title: t("field.since"),
            defaultSortOrder: "descend",
            sorter: (a, b) => millis(a.createTime) - millis(b.createTime),
            render: (_, one) => <RelativeTime time={one.createTime} />,
          },
          { title: t("sessions.lastUsed"), sorter: (a, b) => millis(a.lastUseTime) - millis(b.lastUseTime), render: (_, one) => <RelativeTime time={one.lastUseTime} /> },
          { title: t("sessions.from"), render: (_, one) => <span className="mono">{one.address || "–"}</span> },
          { title: t("sessions.browser"), render: (_, one) => <span title={one.userAgent}>{browserName(one.userAgent) || "–"}</span> },
          {
            title: "",
            align: "right",
            render: (_, one) => (
              <Guarded needs="ROLE_VIEWER" size="small" danger loading={end.isPending && end.variables.id === one.id} onClick={() => confirm(one)}>
                {t("sessions.end")}
              </Guarded>
            ),
          },
        ]}
      />
    </Page>
  );
}
