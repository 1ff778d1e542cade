import { Link } from "react-router";
import { useModule } from "../live/live.ts";

interface Props {
  readonly id: string;
  /** The tab of the module's page; empty for the first. */
  readonly tab?: string;
}

/** To a module's page, by its name; by its id where it is gone. */
export function ModuleLink({ id, tab }: Props) {
  const name = useModule(id)?.name;
  return <Link to={`/modules/${id}${tab ? `?tab=${tab}` : ""}`}>{name ?? id.slice(0, 8)}</Link>;
}
