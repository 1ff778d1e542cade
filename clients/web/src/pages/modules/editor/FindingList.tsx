import { CheckCircleTwoTone } from "@ant-design/icons";
import { ApiError } from "@tricorder/apiserver";
import { FindingSeverity, type Finding } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";
import { Alert, Button, Card, Spin, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { isError } from "./findings.ts";

interface Props {
  readonly findings: readonly Finding[];
  /** False where there is nothing yet that could be wrong. */
  readonly isBegun: boolean;
  readonly isChecking: boolean;
  readonly error: unknown;
  readonly onChoose: (finding: Finding) => void;
}

const colours = { [FindingSeverity.ERROR]: "error", [FindingSeverity.WARNING]: "warning" } as const;

/** Everything that the server has to say about the module, errors first; a click goes there. */
export function FindingList({ findings, isBegun, isChecking, error, onChoose }: Props) {
  const { t } = useTranslation();
  const sorted = [...findings].sort((a, b) => a.severity - b.severity);
  return (
    <Card size="small" title={t("editor.findings")} extra={isChecking && <Spin size="small" />}>
      {error ? (
        <Alert type="error" showIcon title={ApiError.from(error).message} />
      ) : !isBegun ? (
        <Typography.Text type="secondary">{t("editor.notBegun")}</Typography.Text>
      ) : !sorted.some(isError) && !isChecking ? (
        <Typography.Paragraph style={{ margin: 0 }}>
          <CheckCircleTwoTone twoToneColor="#52c41a" /> {t("editor.noErrors")}
        </Typography.Paragraph>
      ) : null}
      {sorted.map((one, index) => (
        <div key={index} className="finding">
          <Tag color={colours[one.severity as keyof typeof colours] ?? "default"}>{t(`editor.severity.${one.severity}`)}</Tag>
          <Button type="link" size="small" className="mono" onClick={() => onChoose(one)}>
            {[one.field, one.line, one.column].filter(Boolean).join(":")}
          </Button>
          {one.message}
        </div>
      ))}
    </Card>
  );
}
