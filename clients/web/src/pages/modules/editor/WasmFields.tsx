import { ProgramFormat, ProgramLanguage } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/program";
import { WasmEncoding, type WasmProgram } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/wasm_program";
import { Input, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Place } from "./Editor.tsx";
import { Field } from "./Field.tsx";
import { Program } from "./Program.tsx";

interface Props {
  readonly value: WasmProgram;
  readonly onChange: (part: Partial<WasmProgram>) => void;
  readonly place: Place | undefined;
}

const encodings = [WasmEncoding.JSON, WasmEncoding.TLV, WasmEncoding.NONE];

export function WasmFields({ value, onChange, place }: Props) {
  const { t } = useTranslation();
  const isWat = value.language === ProgramLanguage.WAT;
  return (
    <>
      <Program
        path="wasm"
        bytes={value.format === ProgramFormat.BINARY ? value.binary : undefined}
        accept=".wasm"
        onBytes={(binary, fileName) => onChange({ format: ProgramFormat.BINARY, language: ProgramLanguage.UNSPECIFIED, source: "", binary, fileName })}
        onText={() => onChange({ format: ProgramFormat.TEXT, language: ProgramLanguage.C, binary: new Uint8Array(), fileName: "" })}
        label={t("editor.wasmSource")}
        language={isWat ? "wat" : "c"}
        source={value.source}
        onSource={(source) => onChange({ source })}
        place={place?.field === "wasm.source" ? place : undefined}
        extra={
          <Segmented
            aria-label={t("editor.language")}
            options={[{ value: ProgramLanguage.C, label: "C" }, { value: ProgramLanguage.WAT, label: "WAT" }]}
            value={value.language}
            onChange={(language) => onChange({ language })}
          />
        }
      />
      <div className="fields">
        <Field path="wasm.function_name" label={t("editor.function")} hint={t("editor.functionHint")}>
          <Input id="wasm.function_name" className="mono" value={value.functionName} onChange={(event) => onChange({ functionName: event.target.value })} />
        </Field>
        <Field path="wasm.encoding" label={t("editor.encoding")} hint={t("editor.encodingHint")}>
          <Select
            id="wasm.encoding"
            options={encodings.map((encoding) => ({ value: encoding, label: WasmEncoding[encoding] }))}
            value={value.encoding}
            onChange={(encoding) => onChange({ encoding })}
          />
        </Field>
      </div>
    </>
  );
}
