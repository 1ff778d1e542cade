import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { Link } from "react-router";

/** To the agent that an event is about, by its node's name. */
export const NodeLink = ({ event: { agentId, parameters } }: { readonly event: Pick<Event, "agentId" | "parameters"> }) =>
  agentId ? <Link to={`/agents/${agentId}`}>{parameters["node"] || agentId.slice(0, 8)}</Link> : null;
