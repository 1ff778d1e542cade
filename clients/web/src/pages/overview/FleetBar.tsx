import { type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { Typography } from "antd";
import { use } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ThemeContext } from "../../app/ThemeContext.ts";
import { colourOf, lookNamed } from "../../parts/display/displayStates.ts";
import { Sign } from "../../parts/display/Sign.tsx";
import { fleetStates, type FleetState } from "../agents/fleet.ts";

/** Agents look as what runs on them does. */
const parts: readonly (readonly [FleetState, ReturnType<typeof lookNamed>])[] = [
  ["online", lookNamed("running")],
  ["outdated", lookNamed("pending")],
  ["cordoned", lookNamed("cordoned")],
  ["offline", lookNamed("offline")],
];

/** The fleet in one bar; each part leads to its agents. */
export function FleetBar({ agents }: { readonly agents: readonly Agent[] }) {
  const { t } = useTranslation();
  const { dark } = use(ThemeContext);
  const states = [...fleetStates(agents).values()];
  const counted = parts.map(([name, look]) => ({ name, look, count: states.filter((state) => state === name).length }));
  return (
    <>
      <div className="bar" style={{ height: 18, borderRadius: 6 }}>
        {counted.map(({ name, look, count }) => count > 0 && (
          <Link
            key={name}
            to={`/agents?state=${name}`}
            aria-label={`${t(`state.${name}`)}: ${count}`}
            style={{ flexGrow: count, background: colourOf(look, dark) }}
          />
        ))}
      </div>
      <div className="row" style={{ marginTop: 8 }}>
        {counted.map(({ name, look, count }) => (
          <Link key={name} to={`/agents?state=${name}`}>
            <Sign look={look} />
            {t(`state.${name}`)} <Typography.Text strong>{count}</Typography.Text>
          </Link>
        ))}
      </div>
    </>
  );
}
