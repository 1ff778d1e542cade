import { FindingSeverity, type Finding } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";
import { Form } from "antd";
import { createContext, use, type ReactNode } from "react";
import { findingsAt, isError } from "./findings.ts";

export const FindingsContext = createContext<readonly Finding[]>([]);

interface Props {
  /** Such as `wasm.function_name`. */
  readonly path: string;
  readonly label?: string;
  readonly hint?: string;
  /** None: only what is to be said. */
  readonly children?: ReactNode;
}

/** An input with what is wrong with it. */
export function Field({ path, label, hint, children }: Props) {
  const said = findingsAt(use(FindingsContext), path);
  if (!children && said.length === 0) {
    return null;
  }

  return (
    <Form.Item
      label={label}
      htmlFor={path}
      extra={hint}
      validateStatus={said.some(isError) ? "error" : said.some((one) => one.severity === FindingSeverity.WARNING) ? "warning" : ""}
      help={said.length > 0 ? said.map((one) => <div key={one.code + one.message}>{one.message}</div>) : undefined}
      style={{ marginBottom: label ? 16 : 0 }}
    >
      {children ?? <span />}
    </Form.Item>
  );
}
