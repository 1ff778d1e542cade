import { type Timestamp } from "@bufbuild/protobuf/wkt";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { language } from "../i18n/i18n.ts";
import { ago } from "./ago.ts";
import { dateOf, useNow } from "./time.ts";

interface Props {
  readonly time: Timestamp | undefined;
  /** Shows the exact time too, and not only when one points at it. */
  readonly isExact?: boolean;
}

/** "4 s ago"; the exact time when one points at it. */
export function RelativeTime({ time, isExact = false }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const date = dateOf(time);
  if (!date) {
    return <>–</>;
  }

  const exact = date.toLocaleString(language(), { dateStyle: "medium", timeStyle: isExact ? "medium" : "long" });
  return (
    <Tooltip title={isExact ? "" : exact}>
      <time dateTime={date.toISOString()} style={{ whiteSpace: "nowrap" }}>
        {isExact ? `${exact} · ${ago(t, date, now)}` : ago(t, date, now)}
      </time>
    </Tooltip>
  );
}
