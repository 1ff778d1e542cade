import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

/** More times would not be read. */
const mostTimes = 100;

/** How often it happened and since when; each time, for whoever asks. */
export function Repeats({ events }: { readonly events: readonly Event[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const first = events.at(-1);
  if (!first || events.length < 2) {
    return null;
  }

  return (
    <div>
      <Button type="link" size="small" className="inline" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t("events.times", { count: events.length })}
      </Button>{" "}
      {t("events.first")} <RelativeTime time={first.time} />
      {isOpen && (
        <ul className="times">
          {events.slice(0, mostTimes).map((event) => (
            <li key={event.id}>
              <RelativeTime time={event.time} isExact />
            </li>
          ))}
          {events.length > mostTimes && <li>…</li>}
        </ul>
      )}
    </div>
  );
}
