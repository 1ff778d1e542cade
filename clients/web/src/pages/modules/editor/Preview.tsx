import { useMutation } from "@tanstack/react-query";
import { type PreviewModuleResponse } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_service";
import { Alert, Button, Descriptions, Input, Segmented, Space, Tag, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/api.ts";
import { Failure } from "../../../parts/Failure.tsx";
import { Guarded } from "../../../parts/Guarded.tsx";
import { RowTable } from "../../../parts/RowTable.tsx";
import { parseEvents, toText, type Notation } from "./bytes.ts";
import { type Content } from "./content.ts";
import { FileButton } from "./FileButton.tsx";

interface Props {
  readonly content: Content;
  readonly events: string;
  readonly setEvents: (events: string) => void;
}

/** Runs the WASM function on events, on the server and in its sandbox, and shows the rows that come of them. */
export function Preview({ content, events, setEvents }: Props) {
  const { t } = useTranslation();
  const [notation, setNotation] = useState<Notation>("hex");
  const { events: input, wrongLine } = parseEvents(events, notation);
  const run = useMutation({ mutationFn: () => api.modules.previewModule({ source: { case: "module", value: content }, input }) });
  const write = (bytes: readonly Uint8Array[], to: Notation = notation) => setEvents(bytes.map((event) => toText(event, to)).join("\n"));
  return (
    <div className="stack">
      <Typography.Text type="secondary">{t("preview.hint")}</Typography.Text>
      <Space wrap>
        <Segmented<Notation>
          aria-label={t("preview.notation")}
          options={["hex", "base64"]}
          value={notation}
          onChange={(to) => {
            write(input, to);
            setNotation(to);
          }}
          disabled={wrongLine > 0}
        />
        <FileButton label={t("preview.fromFile")} onRead={(bytes) => write([...input, bytes])} />
      </Space>
      <Input.TextArea
        className="mono"
        aria-label={t("preview.events")}
        placeholder={t("preview.events")}
        rows={5}
        status={wrongLine > 0 ? "error" : ""}
        value={events}
        onChange={(event) => setEvents(event.target.value)}
      />
      {wrongLine > 0 && <Typography.Text type="danger">{t("preview.wrongLine", { line: wrongLine, notation })}</Typography.Text>}
      <span>
        <Guarded
          needs="ROLE_AUTHOR"
          type="primary"
          blocked={wrongLine > 0 ? t("preview.wrongLine", { line: wrongLine, notation }) : ""}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t("preview.run")}
        </Guarded>
      </span>
      {run.isError && <Failure error={run.error} retry={run.mutate} />}
      {run.data && <Outcome answer={run.data} onUse={() => write(run.data.generatedInput)} />}
    </div>
  );
}

function Outcome({ answer, onUse }: { readonly answer: PreviewModuleResponse; readonly onUse: () => void }) {
  const { t } = useTranslation();
  const { rows, runs, logs, error, fuelUsed, generatedInput } = answer;
  const failed = runs.flatMap((run, index) => (run.error ? [{ index, run }] : []));
  return (
    <>
      <div className="row">
        <Tag color={error ? "error" : "success"}>{t("preview.rows", { count: rows.length })}</Tag>
        <span>{t("preview.cost", { count: runs.length, fuel: Number(fuelUsed).toLocaleString() })}</span>
        {generatedInput.length > 0 && <Button size="small" onClick={onUse}>{t("preview.useMadeUp", { count: generatedInput.length })}</Button>}
      </div>
      {error && <Alert type="error" showIcon title={error} />}
      <RowTable columns={[...new Set(rows.flatMap((row) => Object.keys(row)))]} rows={rows} />
      {failed.length > 0 && (
        <Descriptions
          size="small"
          bordered
          column={1}
          items={failed.map(({ index, run }) => ({
            key: index,
            label: t("preview.event", { number: index + 1 }),
            children: (
              <>
                {run.error} {run.output.length > 0 && <div className="mono">{toText(run.output, "hex")}</div>}
              </>
            ),
          }))}
        />
      )}
      {logs && <pre className="mono logs">{logs}</pre>}
    </>
  );
}
