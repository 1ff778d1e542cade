import { type ModuleStatistics } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_statistics";
import { Typography } from "antd";
import { useTranslation } from "react-i18next";
import { language } from "../i18n/i18n.ts";
import { RelativeTime } from "./RelativeTime.tsx";
import { Sparkline } from "./Sparkline.tsx";

/** Rows per minute, and how long ago the last one came. */
export function Flow({ statistics }: { readonly statistics: ModuleStatistics | undefined }) {
  const { t } = useTranslation();
  if (!statistics) {
    return <>–</>;
  }

  const perMinute = statistics.rowsPerMinute.map(Number);
  const label = t("flow.perMinute", { rows: (perMinute.at(-1) ?? 0).toLocaleString(language()) });
  return (
    <span style={{ display: "inline-block", minWidth: 120 }}>
      {perMinute.length > 1 && <Sparkline label={label} values={perMinute} />}
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {perMinute.length > 0 ? label : t("flow.firstMinute")} ·{" "}
        {statistics.lastRowTime ? <>{t("flow.lastRow")} <RelativeTime time={statistics.lastRowTime} /></> : t("rows.none")}
      </Typography.Text>
    </span>
  );
}
