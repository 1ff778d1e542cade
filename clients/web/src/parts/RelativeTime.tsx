import { type Timestamp } from "@bufbuild/protobuf/wkt";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { language } from "../i18n/i18n.ts";
import { ago } from "./ago.ts";
import { dateOf, useNow } from "./time.ts";

/** "4 s ago"; the exact time when one points at it. */
export function RelativeTime({ time }: { readonly time: Timestamp | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  const date = dateOf(time);
  return date ? (
    <Tooltip title={date.toLocaleString(language(), { dateStyle: "medium", timeStyle: "long" })}>
      <time dateTime={date.toISOString()} style={{ whiteSpace: "nowrap" }}>
        {ago(t, date, now)}
      </time>
    </Tooltip>
  ) : (
    <>–</>
  );
}
