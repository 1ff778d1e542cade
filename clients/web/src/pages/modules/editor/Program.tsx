import { Button, Space, Tag } from "antd";
import { use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "./CodeEditor.tsx";
import { Field, FindingsContext } from "./Field.tsx";
import { FileButton } from "./FileButton.tsx";
import { type Place } from "./Editor.tsx";

interface Props {
  /** `ebpf` or `wasm`. */
  readonly path: "ebpf" | "wasm";
  /** What is compiled already; undefined where there is a source. */
  readonly bytes: Uint8Array | undefined;
  readonly accept: string;
  readonly onBytes: (bytes: Uint8Array<ArrayBuffer>, fileName: string) => void;
  readonly onText: () => void;
  readonly label: string;
  readonly language: "c" | "wat";
  readonly source: string;
  readonly onSource: (source: string) => void;
  readonly place: Place | undefined;
  readonly extra?: React.ReactNode;
}

/** One half of a module: its source, or what somebody compiled elsewhere. */
export function Program({ path, bytes, accept, onBytes, onText, label, language, source, onSource, place, extra }: Props) {
  const { t } = useTranslation();
  const findings = use(FindingsContext);
  const ofSource = useMemo(() => findings.filter((one) => one.field === `${path}.source`), [findings, path]);
  return (
    <>
      <Space wrap style={{ marginBottom: 8 }}>
        {bytes ? (
          <>
            <Tag>{t("editor.compiled", { count: bytes.length })}</Tag>
            <Button onClick={onText}>{t("editor.writeSource")}</Button>
          </>
        ) : (
          extra
        )}
        <FileButton label={t("editor.upload", { kind: accept })} accept={accept} onRead={onBytes} />
      </Space>
      {bytes ? (
        <Field path={path === "ebpf" ? "ebpf.object" : "wasm.binary"} />
      ) : (
        <Field path={`${path}.source`} label={label}>
          <CodeEditor label={label} language={language} value={source} onChange={onSource} findings={ofSource} place={place} />
        </Field>
      )}
    </>
  );
}
