import { ConditionStatus, type DeploymentCondition } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { Steps, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

type Look = "finish" | "error" | "process" | "wait";

const lookOf: Record<ConditionStatus, Look> = {
  [ConditionStatus.UNSPECIFIED]: "wait",
  [ConditionStatus.TRUE]: "finish",
  [ConditionStatus.FALSE]: "error",
  [ConditionStatus.UNKNOWN]: "process",
  [ConditionStatus.NOT_CONFIGURED]: "wait",
};

/** The way from a module to its rows; the first step that does not hold says why nothing arrives. */
export function ConditionPath({ conditions }: { readonly conditions: readonly DeploymentCondition[] }) {
  const { t } = useTranslation();
  return (
    <Steps
      orientation="vertical"
      size="small"
      items={conditions.map((condition) => ({
        title: t(`condition.${condition.type}`, { defaultValue: condition.type }),
        status: lookOf[condition.status],
        content: (
          <>
            {condition.message || t(`condition.status.${condition.status}`)}{" "}
            <Typography.Text type="secondary">
              <span className="mono">{condition.reason}</span> · <RelativeTime time={condition.updateTime} />
            </Typography.Text>
            {condition.errors.map((error) => (
              <div key={error.text} className="mono">
                {error.count} × {error.text}
              </div>
            ))}
          </>
        ),
      }))}
    />
  );
}
