import { Alert, Button, Card, Divider, Form, Input, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refusalInWords, refusedAtProvider } from "./refusal.ts";
import { signIn, signInAtProvider, type Session } from "./session.ts";

interface Props {
  readonly session: Session;
  readonly signedIn: (session: Session) => void;
}

export function SignIn({ session, signedIn }: Props) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState(() => refusedAtProvider(t));
  const [isBusy, setBusy] = useState(false);
  const hasProvider = session.signInMethods.includes("oidc");
  const submit = async ({ token }: { token: string }) => {
    setBusy(true);
    try {
      signedIn(await signIn(token.trim()));
    } catch (cause) {
      setProblem(refusalInWords(t, cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="full" style={{ display: "grid", placeItems: "center", padding: 16, boxSizing: "border-box" }}>
      <Card style={{ width: "min(100%, 400px)" }}>
        <div className="row">
          <img src="/icon.svg" width={32} height={32} alt="" />
          <Typography.Title level={1} style={{ margin: 0, fontSize: 22 }}>
            API Server
          </Typography.Title>
        </div>
        <Typography.Paragraph type="secondary">{t("cluster", { name: session.cluster })}</Typography.Paragraph>
        {hasProvider && (
          <>
            <Button type="primary" block size="large" onClick={signInAtProvider}>
              {t("session.atProvider")}
            </Button>
            <Divider plain>{t("session.or")}</Divider>
          </>
        )}
        <Form layout="vertical" onFinish={(values: { token: string }) => void submit(values)} requiredMark={false}>
          <Form.Item name="token" label={t("session.token")} extra={t("session.tokenHint")} rules={[{ required: true, message: t("session.tokenMissing") }]}>
            <Input.Password autoComplete="off" placeholder="trk_…" autoFocus />
          </Form.Item>
          {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
          <Button type={hasProvider ? "default" : "primary"} htmlType="submit" block loading={isBusy}>
            {t("session.signIn")}
          </Button>
        </Form>
      </Card>
    </main>
  );
}
