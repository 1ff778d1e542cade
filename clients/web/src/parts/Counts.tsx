import { type InstanceCounts } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { Tooltip, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { colours } from "./states.tsx";

const parts = [
  ["succeeded", colours.good],
  ["inProgress", colours.busy],
  ["failed", colours.bad],
  ["held", colours.held],
  ["pending", colours.idle],
] as const;

/** How far a deployment is: a bar in the colours of states, and in words. */
export function Counts({ counts }: { readonly counts: InstanceCounts | undefined }) {
  const { t } = useTranslation();
  if (!counts || counts.total === 0) {
    return <Typography.Text type="secondary">{t("counts.none")}</Typography.Text>;
  }

  const words = parts.filter(([name]) => counts[name] > 0).map(([name]) => `${counts[name]} ${t(`state.${name}`)}`);
  return (
    <Tooltip title={[...words, ...(counts.offline > 0 ? [t("counts.offline", { count: counts.offline })] : [])].join(", ")}>
      <div style={{ minWidth: 84 }} role="img" aria-label={words.join(", ")}>
        <div style={{ display: "flex", height: 8, borderRadius: 4, overflow: "hidden", background: "rgba(128,128,128,.25)" }}>
          {parts.map(([name, colour]) => (
            <div key={name} style={{ width: `${(100 * counts[name]) / counts.total}%`, background: colour, transition: "width .3s" }} />
          ))}
        </div>
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {counts.succeeded} / {counts.total}
          {counts.failed > 0 && <Typography.Text type="danger" style={{ fontSize: 12 }}> · {counts.failed} {t("state.failed")}</Typography.Text>}
        </Typography.Text>
      </div>
    </Tooltip>
  );
}
