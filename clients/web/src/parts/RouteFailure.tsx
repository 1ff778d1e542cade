import { useRouteError } from "react-router";
import { Failure } from "./Failure.tsx";

/** A page that could not be loaded or drawn: after an update of the server its old parts are gone. */
export function RouteFailure() {
  return <Failure error={useRouteError()} retry={() => location.reload()} />;
}
