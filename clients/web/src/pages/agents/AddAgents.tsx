import { CheckCircleTwoTone } from "@ant-design/icons";
import { type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { Button, Form, Input, Modal, Spin, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAgents, useStatus } from "../../live/live.ts";
import { copyText } from "../../parts/clipboard.ts";
import { millis } from "../../parts/time.ts";
import { manifest } from "./manifest.ts";

const mostNames = 20;

/** How agents come to the nodes, and those that came since one asked. */
export function AddAgents() {
  const { t } = useTranslation();
  const [since, open] = useState<number>();
  return (
    <>
      <Button type="primary" onClick={() => open(Date.now())}>
        {t("addAgents.title")}
      </Button>
      <Modal open={since !== undefined} onCancel={() => open(undefined)} footer={null} width={760} title={t("addAgents.title")} destroyOnHidden>
        {since !== undefined && <Steps since={since} />}
      </Modal>
    </>
  );
}

function Steps({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const { items } = useAgents();
  const [server, setServer] = useState(`${location.hostname}:${useStatus()?.grpcPort ?? 50051}`);
  const [image, setImage] = useState("tricorder/agent:2023");
  const [isCopied, setCopied] = useState(false);
  const text = manifest(server, image);
  const came = items.filter((agent: Agent) => millis(agent.connectTime) >= since);
  return (
    <div className="stack">
      <Form layout="vertical" component={false}>
        <div className="fields" style={{ rowGap: 12 }}>
          <Form.Item label={t("addAgents.server")} htmlFor="agents-server" style={{ margin: 0 }}>
            <Input id="agents-server" className="mono" value={server} onChange={(event) => setServer(event.target.value)} />
          </Form.Item>
          <Form.Item label={t("addAgents.image")} htmlFor="agents-image" style={{ margin: 0 }}>
            <Input id="agents-image" className="mono" value={image} onChange={(event) => setImage(event.target.value)} />
          </Form.Item>
        </div>
      </Form>
      <Typography.Text type="secondary">{t("addAgents.hint")}</Typography.Text>
      <pre className="mono logs" tabIndex={0} aria-label={t("addAgents.manifest")}>
        {text}
      </pre>
      <span>
        <Button onClick={() => void copyText(text).then(() => setCopied(true))}>{t(isCopied ? "copy.done" : "addAgents.copy")}</Button>
      </span>
      {came.length === 0 ? (
        <span className="row">
          <Spin size="small" /> {t("addAgents.waiting")}
        </span>
      ) : (
        <span className="row">
          <CheckCircleTwoTone twoToneColor="#52c41a" /> {t("addAgents.came", { count: came.length })}
          {came.slice(0, mostNames).map((agent) => (
            <Link key={agent.id} to={`/agents/${agent.id}`}>
              {agent.nodeName || agent.id}
            </Link>
          ))}
        </span>
      )}
    </div>
  );
}
