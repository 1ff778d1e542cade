import { Code } from "@connectrpc/connect";
import { ApiError } from "@tricorder/apiserver";
import { createContext, use } from "react";

export type Role = "ROLE_VIEWER" | "ROLE_AUTHOR" | "ROLE_DEPLOYER" | "ROLE_ADMIN";

/** What `/auth/session` says: who is signed in, or how one signs in. */
export interface Session {
  readonly actor: string;
  readonly role: Role | "";
  readonly cluster: string;
  /** The server asks nobody who they are. */
  readonly open: boolean;
  readonly signInMethods: readonly ("token" | "oidc")[];
  readonly csrfToken: string;
}

const ladder: readonly string[] = ["ROLE_VIEWER", "ROLE_AUTHOR", "ROLE_DEPLOYER", "ROLE_ADMIN"];

// The transport sends it with each call; a session that is renewed brings another.
let csrf = "";

export const csrfToken = (): string => csrf;

export async function loadSession(): Promise<Session> {
  return keep(await fetch("/auth/session"));
}

/** Signs in with a token of the server's. */
export async function signIn(token: string): Promise<Session> {
  const answer = await fetch("/auth/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  return keep(answer);
}

export async function signOut(): Promise<void> {
  await fetch("/auth/logout", { method: "POST", headers: { "x-csrf-token": csrf } });
  location.assign("/");
}

export const signInAtProvider = (): void =>
  location.assign(`/auth/login?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);

export const isSignedIn = (session: Session): boolean => session.open || session.actor.length > 0;

export function may(session: Session, needed: Role): boolean {
  return session.open || ladder.indexOf(session.role) >= ladder.indexOf(needed);
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  return use(SessionContext) ?? fail();
}

function fail(): never {
  throw new Error("There is no session around this.");
}

async function keep(answer: Response): Promise<Session> {
  if (!answer.ok) {
    throw await refusalOf(answer);
  }

  const session = (await answer.json()) as Session;
  csrf = session.csrfToken;
  return session;
}

/** What a proxy before the server answers has no words for people. */
async function refusalOf(answer: Response): Promise<ApiError> {
  const body = (await answer.json().catch(() => ({}))) as { code?: Code; message?: string; details?: { reason?: string; metadata?: { correlation_id?: string } }[] };
  const info = body.details?.find((detail) => detail.reason);
  const code = body.code ?? (answer.status >= 502 ? Code.Unavailable : Code.Unknown);
  return new ApiError(
    body.message ?? `${answer.status} ${answer.statusText}`, code, info?.reason ?? "", [], info?.metadata?.correlation_id ?? "", 0,
  );
}
