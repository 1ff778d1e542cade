import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Descriptions, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { eventInWords } from "../../parts/eventText.ts";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

const { Paragraph, Text } = Typography;

/** All that is on record of an event. */
export function EventRecord({ event }: { readonly event: Event }) {
  const { t } = useTranslation();
  const text = eventInWords(t, event);
  const code = (value: string) => <Text className="mono" copyable={{ text: value }}>{value}</Text>;
  const items = [
    ["time", <RelativeTime key="" time={event.time} isExact />],
    ["what", text && <Paragraph key="" className="mono logs" copyable={{ text }} style={{ marginBottom: 0 }}>{text}</Paragraph>],
    ["who", event.actor],
    ["outcome", event.outcome && t(`outcome.${event.outcome}`, { defaultValue: event.outcome })],
    ["revision", event.revision > 0 && event.revision],
    ["change", event.change && code(readable(event.change))],
    ["target", event.target && code(event.target)],
    ["method", event.method && code(event.method)],
    ["address", event.clientAddress && code(event.clientAddress)],
    ["client", event.userAgent],
    ["request", event.requestId && code(event.requestId)],
    ["correlation", event.correlationId && code(event.correlationId)],
    ["id", code(event.id)],
  ] as const;
  return (
    <Descriptions
      size="small"
      column={1}
      items={items.filter(([, value]) => value).map(([name, children]) => ({ key: name, label: t(`record.${name}`), children }))}
    />
  );
}

function readable(change: string): string {
  try {
    return JSON.stringify(JSON.parse(change), undefined, 2);
  } catch {
    return change; // Cut by the server.
  }
}
