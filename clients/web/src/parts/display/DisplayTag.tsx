import { type DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { wordOf } from "./describe.ts";
import { lookOf } from "./displayStates.ts";
import { Sign } from "./Sign.tsx";

interface Props {
  readonly state: DisplayState;
  /** More than the word, where there is more to say. */
  readonly text?: string;
}

/** What people are shown of an instance, in one word. */
export function DisplayTag({ state, text }: Props) {
  const { t } = useTranslation();
  const look = lookOf(state);
  return (
    <Tag color={look?.tone ?? "default"} icon={look && <Sign look={look} />} style={{ whiteSpace: "normal" }}>
      {text ?? wordOf(t, state)}
    </Tag>
  );
}
