import { Badge, Tooltip, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { useLiveness } from "../live/live.ts";
import { useNow } from "../parts/time.ts";
import { ago } from "../parts/ago.ts";

/** Quietly says whether the page shows what is so now. */
export function LiveBadge() {
  const { t } = useTranslation();
  const { isLive, staleSince, error } = useLiveness();
  const now = useNow();
  const text = isLive ? t("live.live") : staleSince ? t("live.stale", { ago: ago(t, staleSince, now) }) : t("live.connecting");
  return (
    <Tooltip title={isLive ? t("live.liveHint") : (error ? t("live.staleHint") : t("live.connecting"))}>
      <span role="status" className="row" style={{ gap: 6, flexWrap: "nowrap" }}>
        <Badge status={isLive ? "success" : staleSince ? "warning" : "processing"} />
        <Typography.Text style={{ color: "#d6e1f2", whiteSpace: "nowrap" }}>{text}</Typography.Text>
      </span>
    </Tooltip>
  );
}
