import { Code } from "@connectrpc/connect";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { transport } from "../api/api.ts";
import { LiveHub } from "../live/hub.ts";
import { LiveContext } from "../live/live.ts";
import { LiveStore } from "../live/store.ts";
import { Failure } from "../parts/Failure.tsx";
import { Loading } from "../parts/Loading.tsx";
import { isSignedIn, loadSession, SessionContext } from "./session.ts";
import { SignIn } from "./SignIn.tsx";

/** Shows pages to whoever is signed in, and the way to sign in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const session = useQuery({ queryKey: ["session"], queryFn: loadSession, staleTime: Infinity, refetchOnWindowFocus: "always" });
  const queries = useQueryClient();
  // Who is signed in stays so while the server does not answer: the page says that, and is not taken away.
  if (!session.data) {
    return session.isError ? <Failure error={session.error} retry={() => void session.refetch()} /> : <Loading />;
  }

  return isSignedIn(session.data) ? (
    <SessionContext value={session.data}>
      <LiveState signedOut={() => void session.refetch()}>{children}</LiveState>
    </SessionContext>
  ) : (
    <SignIn session={session.data} signedIn={(now) => queries.setQueryData(["session"], now)} />
  );
}

function LiveState({ children, signedOut }: { readonly children: ReactNode; readonly signedOut: () => void }) {
  const [live] = useState(() => {
    const store = new LiveStore();
    return { store, hub: new LiveHub(transport, store) };
  });
  useEffect(() => () => live.hub.close(), [live]);
  const { isLive, staleSince, error } = useSyncExternalStore(live.hub.subscribe, live.hub.liveness);
  const isRefused = error?.code === Code.Unauthenticated;
  useEffect(() => {
    if (isRefused) {
      signedOut();
    }
    // Once: what it calls is new each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isRefused]);
  const queries = useQueryClient();
  const isAway = !isLive && staleSince !== undefined;
  // What was asked while the server was away failed, or is of before: it is asked again once the server is back.
  useEffect(() => (isAway ? () => void queries.invalidateQueries() : undefined), [isAway, queries]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
