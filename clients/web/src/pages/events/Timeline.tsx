import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Empty, Timeline as AntTimeline, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

export const colourOfOutcome = (outcome: string): string => (outcome === "FAILED" || outcome === "DENIED" ? "red" : "blue");

/** What happened and who did it. */
export function Timeline({ events }: { readonly events: readonly Event[] }) {
  const { t } = useTranslation();
  return events.length === 0 ? (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("events.none")} />
  ) : (
    <AntTimeline
      items={events.map((event) => ({
        key: event.id,
        color: colourOfOutcome(event.outcome),
        content: (
          <>
            <Typography.Paragraph ellipsis={{ rows: 2, tooltip: true }} style={{ margin: 0 }}>
              {event.message || event.kind}
            </Typography.Paragraph>
            <Typography.Text type="secondary" style={{ fontSize: 12 }}>
              {event.actor} · <RelativeTime time={event.time} />
            </Typography.Text>
          </>
        ),
      }))}
    />
  );
}
