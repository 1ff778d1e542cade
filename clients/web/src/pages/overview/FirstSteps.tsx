import { Card, Space, Steps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { sampleNames } from "../modules/editor/samples.ts";

interface Props {
  readonly hasAgents: boolean;
  readonly hasModules: boolean;
  readonly grpcPort: number;
}

/** What to do where there is nothing yet. */
export function FirstSteps({ hasAgents, hasModules, grpcPort }: Props) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t("steps.title")}>
      <Steps
        orientation="vertical"
        size="small"
        current={hasAgents ? (hasModules ? 2 : 1) : 0}
        items={[
          { title: t("steps.agents"), content: t("steps.agentsHow", { server: location.hostname, port: grpcPort }) },
          {
            title: <Link to="/modules/new">{t("steps.module")}</Link>,
            content: (
              <Space wrap size={[16, 0]}>
                {t("steps.moduleHow")}
                {sampleNames.map((name) => (
                  <Link key={name} to={`/modules/new?sample=${name}`} className="mono">
                    {name}
                  </Link>
                ))}
              </Space>
            ),
          },
          { title: t("steps.deploy"), content: t("steps.deployHow") },
        ]}
      />
    </Card>
  );
}
