import { type ModuleStatistics } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_statistics";
import { Empty, Progress, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { Flow } from "../../parts/Flow.tsx";
import { lineColour } from "../../parts/colours.ts";

/** What of the kernel's events became rows, and where the others were lost. */
export function Throughput({ statistics }: { readonly statistics: ModuleStatistics | undefined }) {
  const { t } = useTranslation();
  if (!statistics || statistics.agents === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("throughput.none")} />;
  }

  const [events, lost] = [Number(statistics.events), Number(statistics.lostEvents)];
  const [errors, rows] = [Number(statistics.errors), Number(statistics.rowsWritten)];
  const steps = [
    { name: "kernel", count: events, less: "" },
    { name: "wasm", count: Math.max(events - lost, 0), less: lost > 0 ? t("throughput.lost", { count: lost }) : "" },
    { name: "table", count: rows, less: errors > 0 ? t("throughput.errors", { count: errors }) : "" },
  ];
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Flow statistics={statistics} />
      {steps.map(({ name, count, less }) => (
        <div key={name}>
          <div className="row" style={{ gap: 8 }}>
            <span className="grow">{t(`throughput.${name}`)}</span>
            {less && <Typography.Text type="danger">{less}</Typography.Text>}
            <Typography.Text strong>{count.toLocaleString()}</Typography.Text>
          </div>
          <Progress
            percent={events > 0 ? Math.min((100 * count) / events, 100) : 0}
            showInfo={false}
            size="small"
            strokeColor={lineColour}
            aria-label={t(`throughput.${name}`)}
          />
        </div>
      ))}
      <Typography.Text type="secondary">{t("throughput.agents", { count: statistics.agents })}</Typography.Text>
    </div>
  );
}
