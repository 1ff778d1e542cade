import { create } from "@bufbuild/protobuf";
import { DurationSchema, type Duration } from "@bufbuild/protobuf/wkt";
import { ProbeSchema, ProbeType, type EbpfProgram, type Probe } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/ebpf_program";
import { ProgramFormat, ProgramLanguage } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/program";
import { Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Place } from "./Editor.tsx";
import { Field } from "./Field.tsx";
import { Lines } from "./Lines.tsx";
import { Program } from "./Program.tsx";

interface Props {
  readonly value: EbpfProgram;
  readonly onChange: (part: Partial<EbpfProgram>) => void;
  readonly place: Place | undefined;
}

const probeTypes = Object.values(ProbeType)
  .filter((type): type is ProbeType => typeof type === "number" && type !== ProbeType.UNSPECIFIED)
  .map((value) => ({ value, label: ProbeType[value]!.toLowerCase() }));

export function EbpfFields({ value, onChange, place }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Program
        path="ebpf"
        bytes={value.format === ProgramFormat.BINARY ? value.object : undefined}
        accept=".o"
        onBytes={(object) => onChange({ format: ProgramFormat.BINARY, language: ProgramLanguage.UNSPECIFIED, source: "", object })}
        onText={() => onChange({ format: ProgramFormat.TEXT, language: ProgramLanguage.BCC_C, object: new Uint8Array() })}
        label={t("editor.ebpfSource")}
        language="c"
        source={value.source}
        onSource={(source) => onChange({ source })}
        place={place?.field === "ebpf.source" ? place : undefined}
      />
      <div className="fields">
        <Field path="ebpf.perf_buffer_names" label={t("editor.perfBuffers")} hint={t("editor.perfBuffersHint")}>
          <Select
            id="ebpf.perf_buffer_names"
            mode="tags"
            open={false}
            suffixIcon={null}
            value={value.perfBufferNames}
            tokenSeparators={[",", " "]}
            onChange={(perfBufferNames) => onChange({ perfBufferNames })}
          />
        </Field>
        <Field path="ebpf.event_size" label={t("editor.eventSize")} hint={t("editor.eventSizeHint")}>
          <InputNumber id="ebpf.event_size" min={0} precision={0} suffix="B" value={value.eventSize} onChange={(size) => onChange({ eventSize: size ?? 0 })} />
        </Field>
      </div>
      <Field path="ebpf.probes" label={t("editor.probes")}>
        <Lines<Probe>
          label={t("editor.probes")}
          items={value.probes}
          onChange={(probes) => onChange({ probes })}
          make={() => create(ProbeSchema, { type: ProbeType.KPROBE })}
        >
          {(probe, index, change) => <ProbeFields path={`ebpf.probes[${index}]`} probe={probe} change={change} />}
        </Lines>
      </Field>
    </>
  );
}

interface ProbeProps {
  readonly path: string;
  readonly probe: Probe;
  readonly change: (part: Partial<Probe>) => void;
}

function ProbeFields({ path, probe, change }: ProbeProps) {
  const { t } = useTranslation();
  const { type } = probe;
  const text = (field: string, name: "target" | "entryFunction" | "returnFunction" | "binaryPath", label: string) => (
    <Field path={`${path}.${field}`}>
      <Input className="mono" aria-label={label} placeholder={label} value={probe[name]} onChange={(event) => change({ [name]: event.target.value })} />
    </Field>
  );
  return (
    <>
      <Field path={`${path}.type`}>
        <Select aria-label={t("editor.probeType")} options={probeTypes} value={type} onChange={(value) => change({ type: value })} style={{ width: 116 }} />
      </Field>
      {type === ProbeType.SAMPLE ? (
        <Field path={`${path}.sample_period`}>
          <InputNumber
            aria-label={t("editor.period")}
            placeholder={t("editor.period")}
            suffix="ms"
            min={0.001}
            value={probe.samplePeriod ? toMillis(probe.samplePeriod) : null}
            onChange={(millis) => change({ samplePeriod: millis ? ofMillis(millis) : undefined } as Partial<Probe>)}
          />
        </Field>
      ) : (
        text("target", "target", t(`editor.target.${ProbeType[type]}`, { defaultValue: "" }))
      )}
      {(type === ProbeType.UPROBE || type === ProbeType.USDT) && text("binary_path", "binaryPath", t("editor.binaryPath"))}
      {text("entry_function", "entryFunction", t("editor.entry"))}
      {(type === ProbeType.KPROBE || type === ProbeType.SYSCALL || type === ProbeType.UPROBE) && text("return_function", "returnFunction", t("editor.return"))}
    </>
  );
}

const toMillis = ({ seconds, nanos }: Duration): number => Number(seconds) * 1_000 + nanos / 1_000_000;

function ofMillis(millis: number): Duration {
  const nanos = Math.round(millis * 1_000_000);
  return create(DurationSchema, { seconds: BigInt(Math.floor(nanos / 1e9)), nanos: nanos % 1e9 });
}
