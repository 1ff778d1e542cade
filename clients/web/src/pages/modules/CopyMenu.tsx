import { CopyOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { useCall } from "../../parts/calls.ts";
import { copyText } from "../../parts/clipboard.ts";
import { contentOf } from "./editor/content.ts";

/** The module to take elsewhere. */
export function CopyMenu({ moduleId, name }: { readonly moduleId: string; readonly name: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = useCall(async (what: string) => {
    await copyText(what === "yaml" ? await readYaml(moduleId) : (commands(name)[what] ?? requests(moduleId)[what])!);
    message.success(t("copy.done"));
  });
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "yaml", label: t("copy.yaml") },
          { type: "group", label: "tricorder", children: Object.keys(commands(name)).map((key) => ({ key, label: t(`copy.${key}`) })) },
          { type: "group", label: "curl", children: Object.keys(requests(moduleId)).map((key) => ({ key, label: t(`copy.${key}`) })) },
        ],
        onClick: ({ key }) => copy.mutate(key),
      }}
    >
      <Button icon={<CopyOutlined aria-hidden />} loading={copy.isPending}>
        {t("copy.title")}
      </Button>
    </Dropdown>
  );
}

const commands = (name: string): Record<string, string> => ({
  cliGet: `tricorder module get ${name}`,
  cliDeploy: `tricorder module deploy ${name} --wait`,
  cliInstances: `tricorder module instances ${name} --state failed`,
  cliUndeploy: `tricorder module undeploy ${name} --wait`,
});

const curl = (path: string, post = "") => `curl -sS ${post}-H "Authorization: Bearer $TOKEN" ${location.origin}${path}`;

const requests = (id: string): Record<string, string> => ({
  get: curl(`/v1/modules/${id}`),
  deploy: curl(`/v1/modules/${id}:deploy`, "-X POST "),
  undeploy: curl(`/v1/modules/${id}:undeploy`, "-X POST "),
});

async function readYaml(moduleId: string): Promise<string> {
  const [{ module }, { toYaml }] = await Promise.all([api.modules.getModule({ moduleId }), import("./editor/file.ts")]);
  return toYaml(contentOf(module!));
}
