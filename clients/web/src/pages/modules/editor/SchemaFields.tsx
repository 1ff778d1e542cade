import { create } from "@bufbuild/protobuf";
import { FieldType, OutputFieldSchema, type OutputField } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/output_schema";
import { Input, Select, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "./Field.tsx";
import { Lines } from "./Lines.tsx";

const types = Object.values(FieldType)
  .filter((type): type is FieldType => typeof type === "number" && type !== FieldType.UNSPECIFIED)
  .map((value) => ({ value, label: FieldType[value]!.toLowerCase() }));

interface Props {
  readonly fields: readonly OutputField[];
  readonly onChange: (fields: OutputField[]) => void;
}

export function SchemaFields({ fields, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Typography.Paragraph type="secondary">{t("editor.schemaHint")}</Typography.Paragraph>
      <Field path="output_schema" />
      <Field path="output_schema.fields">
        <Lines<OutputField>
          label={t("editor.schema")}
          items={fields}
          onChange={onChange}
          make={() => create(OutputFieldSchema, { name: fields.length === 0 ? "data" : "", type: fields.length === 0 ? FieldType.JSONB : FieldType.TEXT })}
        >
          {(field, index, change) => (
            <>
              <Field path={`output_schema.fields[${index}].name`}>
                <Input
                  className="mono"
                  aria-label={t("editor.column")}
                  placeholder={t("editor.column")}
                  value={field.name}
                  onChange={(event) => change({ name: event.target.value })}
                />
              </Field>
              <Field path={`output_schema.fields[${index}].type`}>
                <Select aria-label={t("field.type")} options={types} value={field.type} onChange={(type) => change({ type })} style={{ width: 130 }} />
              </Field>
              <div style={{ flex: "1 1 220px", minWidth: 0 }}>
                <Field path={`output_schema.fields[${index}].description`}>
                  <Input
                    aria-label={t("editor.description")}
                    placeholder={t("editor.description")}
                    value={field.description}
                    onChange={(event) => change({ description: event.target.value })}
                  />
                </Field>
              </div>
            </>
          )}
        </Lines>
      </Field>
    </>
  );
}
