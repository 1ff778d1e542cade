import { BarChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";

/** To the module's dashboard in Grafana; nothing where there is none. */
export function DashboardLink({ moduleId }: { readonly moduleId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["dashboards", moduleId], queryFn: () => api.grafana.listDashboards({ moduleId }), retry: false });
  const url = data?.dashboards[0]?.url;
  return url ? (
    <a href={url} target="_blank" rel="noreferrer">
      <BarChartOutlined aria-hidden /> {t("module.dashboard")}
    </a>
  ) : null;
}
