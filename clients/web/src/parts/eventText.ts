import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { type TFunction } from "i18next";
import { countInWords } from "./display/counts.ts";
import { displayOrder } from "./display/displayStates.ts";
import { durationInWords } from "./duration.ts";

type Told = Pick<Event, "kind" | "message" | "parameters">;

/** What happened, in the language of the page; in the server's words where it says no more than those. */
export function eventInWords(t: TFunction, { kind, message, parameters }: Told): string {
  if (Object.keys(parameters).length === 0) {
    return message;
  }

  const many = parameters["nodes"] ? "-many" : "";
  const keys = [parameters["why"] && `eventText.${kind}-${parameters["why"]}${many}`, `eventText.${kind}${many}`].filter(Boolean) as string[];
  return t(keys, { ...parameters, ...derived(t, parameters), defaultValue: message });
}

/** Of a kind that a newer server may have, its name with spaces. */
export const kindOfEvent = (t: TFunction, kind: string): string =>
  t(`eventKind.${kind}`, { defaultValue: kind.charAt(0) + kind.slice(1).toLowerCase().replaceAll("_", " ") });

function derived(t: TFunction, parameters: Record<string, string>): Record<string, string> {
  const states = displayOrder.filter(({ name }) => parameters[name]).map((look) => countInWords(t, look, Number(parameters[look.name])));
  const { role, seconds, table, reason, error = "", nodes = "", more } = parameters;
  return {
    states: states.join(t("display.separator")) || t("counts.none"),
    role: role ? t(`role.ROLE_${role}`, { defaultValue: role }) : "",
    time: seconds ? durationInWords(t, Number(seconds)) : t("database.forever"),
    table: table || t("eventText.allTables"),
    nodes: more ? `${nodes} ${t("failures.more", { count: Number(more) })}` : nodes,
    error: reason ? t(`signIn.${reason}`, { defaultValue: error }) : error,
  };
}
