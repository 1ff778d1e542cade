import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function NotFound({ what }: { readonly what?: string }) {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={t("notFound.title")}
      subTitle={what ?? t("notFound.text")}
      extra={
        <Link to="/">
          <Button>{t("nav.overview")}</Button>
        </Link>
      }
    />
  );
}
