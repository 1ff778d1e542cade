import { Card, Steps, Typography } from "antd";
import { useTranslation } from "react-i18next";

/** What to do where there is nothing yet. */
export function FirstSteps({ hasAgents, hasModules }: { readonly hasAgents: boolean; readonly hasModules: boolean }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t("steps.title")}>
      <Steps
        orientation="vertical"
        size="small"
        current={hasAgents ? (hasModules ? 2 : 1) : 0}
        items={[
          { title: t("steps.agents"), content: t("steps.agentsHow", { server: location.hostname }) },
          { title: t("steps.module"), content: <Typography.Text className="mono">curl {location.origin}/v1/modules -d @samples/modules/…</Typography.Text> },
          { title: t("steps.deploy"), content: t("steps.deployHow") },
        ]}
      />
    </Card>
  );
}
