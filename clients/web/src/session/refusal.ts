import { ApiError } from "@tricorder/apiserver";
import { type TFunction } from "i18next";
import { problemInWords } from "../parts/problem.ts";

/** Why somebody was not let in, and what to do about it. */
export function refusalInWords(t: TFunction, cause: unknown): string {
  const said = problemInWords(t, cause);
  const { reason } = ApiError.from(cause);
  return reason ? t(`signIn.${reason}`, { defaultValue: said }) : said;
}

/** Why the way over the identity provider led back here; empty where nobody comes from there. */
export function refusedAtProvider(t: TFunction): string {
  const reason = new URLSearchParams(location.search).get("refused");
  return reason ? t(`signIn.${reason}`, { defaultValue: t("signIn.SIGN_IN_FAILED") }) : "";
}
