import { DownloadOutlined } from "@ant-design/icons";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type Finding } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";
import { Alert, App, Badge, Button, Card, Form, Input, Select, Space, Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api } from "../../../api/api.ts";
import { newRequestId } from "../../../api/requestId.ts";
import { useCall } from "../../../parts/calls.ts";
import { Guarded } from "../../../parts/Guarded.tsx";
import { Page } from "../../../parts/Page.tsx";
import { RelativeTime } from "../../../parts/RelativeTime.tsx";
import { toText } from "./bytes.ts";
import { CodeEditor } from "./CodeEditor.tsx";
import { editedPaths, type Content } from "./content.ts";
import { dropDraft } from "./drafts.ts";
import { EbpfFields } from "./EbpfFields.tsx";
import { Field, FindingsContext } from "./Field.tsx";
import { download, fromFile, toYaml } from "./file.ts";
import { FileButton } from "./FileButton.tsx";
import { FindingList } from "./FindingList.tsx";
import { isError, partOf } from "./findings.ts";
import { Preview } from "./Preview.tsx";
import { sampleNames, type Sample } from "./samples.ts";
import { SchemaFields } from "./SchemaFields.tsx";
import { useDraft } from "./useDraft.ts";
import { useFindings } from "./useFindings.ts";
import { WasmFields } from "./WasmFields.tsx";

/** A place in a source text. */
export interface Place {
  readonly field: string;
  readonly line: number;
  readonly column: number;
}

interface Props {
  /** Empty for a new one. */
  readonly id: string;
  readonly etag: string;
  readonly saved: Content;
  readonly sample?: Sample | undefined;
}

export function Editor({ id, etag, saved, sample }: Props) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const initial = sample?.content ?? saved;
  const draftId = id || (sample ? `new/${sample.name}` : "");
  const draft = useDraft(draftId, saved, etag, initial);
  const { content, setContent } = draft;
  const [tab, setTab] = useState("ebpf");
  const [place, setPlace] = useState<Place>();
  const [events, setEvents] = useState(() => sample?.events.map((event) => toText(event, "hex")).join("\n") ?? "");
  const { findings: found, error, isChecking } = useFindings(id, content);
  // Nothing is red before somebody has begun.
  const isBegun = draft.isDirty || id.length > 0;
  const findings = useMemo(() => (isBegun ? (found ?? []) : []), [found, isBegun]);
  const errors = findings.filter(isError).length;
  const change = (part: Partial<Content>) => setContent((before) => ({ ...before, ...part }));
  const save = useCall(
    async () => {
      const { module } = id
        ? await api.modules.updateModule({ module: { ...content, id }, updateMask: { paths: editedPaths }, etag: draft.base, requestId: newRequestId() })
        : await api.modules.createModule({ module: content, requestId: newRequestId() });
      await navigate(`/modules/${module!.id}`);
      dropDraft(draftId);
    },
    t("editor.saved", { name: content.name }),
  );

  /** What was written goes only when somebody says so. */
  const replace = (by: () => void) =>
    draft.isTouched ? modal.confirm({ title: t("editor.replaceTitle"), okText: t("editor.replace"), onOk: by }) : by();
  const open = (bytes: Uint8Array) => {
    try {
      const read = fromFile(new TextDecoder().decode(bytes));
      replace(() => setContent(read));
    } catch (cause) {
      message.error(t("editor.notAModule", { why: (cause as Error).message }));
    }
  };
  const goTo = (finding: Finding) => {
    const part = partOf(finding);
    setTab(part === "about" ? tab : part);
    setPlace(finding);
  };
  const label = (part: string, text: string) => {
    const count = findings.filter((one) => isError(one) && partOf(one) === part).length;
    return count === 0 ? text : <Space size={6}>{text}<Badge size="small" count={count} /></Space>;
  };

  return (
    <Page
      title={id ? t("editor.edit", { name: saved.name }) : t("editor.new")}
      actions={
        <Space wrap>
          {!id && (
            <Select
              aria-label={t("editor.sample")}
              placeholder={t("editor.sample")}
              value={null}
              options={sampleNames.map((value) => ({ value, label: value }))}
              onChange={(name: string | null) => void navigate(`/modules/new?sample=${name}`)}
              style={{ width: 204 }}
            />
          )}
          <FileButton label={t("editor.import")} accept=".json,.yaml,.yml" onRead={open} />
          <Button icon={<DownloadOutlined aria-hidden />} onClick={() => download(`${content.name || "module"}.yaml`, toYaml(content))}>
            {t("editor.export")}
          </Button>
          <Guarded
            needs="ROLE_AUTHOR"
            type="primary"
            loading={save.isPending}
            blocked={!draft.isDirty ? t("editor.nothingChanged") : errors > 0 ? t("editor.fixFirst", { count: errors }) : ""}
            onClick={() => save.mutate()}
          >
            {id ? t("editor.save") : t("editor.create")}
          </Guarded>
        </Space>
      }
    >
      <FindingsContext value={findings}>
        <Form layout="vertical" component={false}>
          <div className="stack">
            {draft.restored && (
              <Alert
                type="info"
                showIcon
                title={<>{t("editor.restored")} <RelativeTime time={timestampFromDate(draft.restored)} /></>}
                action={<Button size="small" onClick={() => draft.discard(initial)}>{t("editor.discard")}</Button>}
              />
            )}
            {draft.isBehind && (
              <Alert
                type="warning"
                showIcon
                title={t("editor.behind")}
                action={
                  <Space>
                    <Button size="small" onClick={() => draft.discard(saved)}>{t("editor.takeTheirs")}</Button>
                    <Button size="small" onClick={draft.keepMine}>{t("editor.keepMine")}</Button>
                  </Space>
                }
              />
            )}
            {!draft.isKept && <Alert type="warning" showIcon title={t("editor.notKept")} />}
            <Card size="small">
              <div className="fields">
                <Field path="name" label={t("field.name")}>
                  <Input id="name" className="mono" value={content.name} onChange={(event) => change({ name: event.target.value })} />
                </Field>
                <Field path="labels" label={t("editor.labels")}>
                  <Select
                    id="labels"
                    mode="tags"
                    open={false}
                    suffixIcon={null}
                    placeholder="team=storage"
                    value={Object.entries(content.labels).map(([key, value]) => `${key}=${value}`)}
                    onChange={(tags) => change({ labels: Object.fromEntries(tags.map(toLabel)) })}
                  />
                </Field>
              </div>
              <Field path="description" label={t("editor.description")}>
                <Input id="description" value={content.description} onChange={(event) => change({ description: event.target.value })} />
              </Field>
            </Card>
            <Card size="small">
              <Tabs
                activeKey={tab}
                onChange={setTab}
                tabBarGutter={22}
                items={[
                  {
                    key: "ebpf",
                    label: label("ebpf", t("editor.ebpf")),
                    children: <EbpfFields value={content.ebpf} place={place} onChange={(part) => change({ ebpf: { ...content.ebpf, ...part } })} />,
                  },
                  {
                    key: "wasm",
                    label: label("wasm", t("editor.wasm")),
                    children: <WasmFields value={content.wasm} place={place} onChange={(part) => change({ wasm: { ...content.wasm, ...part } })} />,
                  },
                  {
                    key: "output_schema",
                    label: label("output_schema", t("editor.schema")),
                    children: (
                      <SchemaFields
                        fields={content.outputSchema.fields}
                        onChange={(fields) => change({ outputSchema: { ...content.outputSchema, fields } })}
                      />
                    ),
                  },
                  {
                    key: "panel",
                    label: label("panel", t("editor.panelTab")),
                    children: (
                      <Field path="panel" hint={t("editor.panelHint")}>
                        <CodeEditor label={t("editor.panel")} language="json" value={content.panel} onChange={(panel) => change({ panel })} findings={[]} />
                      </Field>
                    ),
                  },
                  { key: "preview", label: t("preview.title"), children: <Preview content={content} events={events} setEvents={setEvents} /> },
                ]}
              />
            </Card>
            <FindingList findings={findings} isBegun={isBegun} isChecking={isChecking} error={error} onChoose={goTo} />
          </div>
        </Form>
      </FindingsContext>
    </Page>
  );
}

function toLabel(tag: string): [string, string] {
  const [key = "", ...value] = tag.split("=");
  return [key.trim(), value.join("=").trim()];
}
