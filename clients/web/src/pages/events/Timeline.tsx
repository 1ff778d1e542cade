import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Empty, Timeline as AntTimeline, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { eventInWords, kindOfEvent } from "../../parts/eventText.ts";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { Repeats } from "./Repeats.tsx";
import { groupRepeats } from "./repeats.ts";

export const colourOfOutcome = (outcome: string): string => (outcome === "FAILED" || outcome === "DENIED" ? "red" : "blue");

interface Props {
  /** The newest first. */
  readonly events: readonly Event[];
  /** How many are shown; equal ones are one. */
  readonly most?: number;
}

/** What happened and who did it. */
export function Timeline({ events, most }: Props) {
  const { t } = useTranslation();
  return events.length === 0 ? (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("events.none")} />
  ) : (
    <AntTimeline
      items={groupRepeats(events).slice(0, most).map(({ key, events: [event, ...more] }) => ({
        key,
        color: colourOfOutcome(event.outcome),
        content: (
          <>
            <Typography.Paragraph className="said" ellipsis={{ rows: 2, expandable: "collapsible" }} style={{ margin: 0 }}>
              {eventInWords(t, event) || kindOfEvent(t, event.kind)}
            </Typography.Paragraph>
            <Typography.Text type="secondary" style={{ fontSize: 12 }}>
              {event.actor} · <RelativeTime time={event.time} />
              <Repeats events={[event, ...more]} />
            </Typography.Text>
          </>
        ),
      }))}
    />
  );
}
