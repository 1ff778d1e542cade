import { ApiError } from "@tricorder/apiserver";
import { Alert, Button, Result, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { fieldInWords } from "./fields.ts";
import { problemInWords } from "./problem.ts";

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
}

/**
 * What went wrong, in the server's words, with the id by which its log knows it. Fields that are wrong are all named, and no repetition helps
 * before they are right.
 */
export function Failure({ error, retry }: Props) {
  const { t } = useTranslation();
  const { violations, correlationId, isTransient, isUnanswered } = ApiError.from(error);
  const message = problemInWords(t, error);
  const id = correlationId && (
    <Typography.Text type="secondary" copyable={{ text: correlationId }}>
      {t("failure.correlation", { id: correlationId })}
    </Typography.Text>
  );
  if (violations.length > 0) {
    const fields = violations.map((one) => (
      <div key={one.field + one.description}>
        <Typography.Text strong>{fieldInWords(t, one.field)}</Typography.Text> {one.description}
      </div>
    ));
    return <Alert type="error" showIcon title={message} description={<>{fields}{id}</>} />;
  }

  return (
    <Result
      status={isTransient ? "warning" : "error"}
      title={isTransient ? t("failure.unreachable") : t("failure.title")}
      subTitle={isUnanswered ? t("failure.unansweredHint") : message}
      extra={retry && <Button onClick={retry}>{t("failure.retry")}</Button>}
    >
      {id || undefined}
    </Result>
  );
}
