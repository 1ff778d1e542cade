import { ApiError } from "@tricorder/apiserver";
import { type TFunction } from "i18next";

/** Why a call failed: in words of ours where the server never answered, else in its own. */
export function problemInWords(t: TFunction, cause: unknown): string {
  const error = ApiError.from(cause);
  return error.isUnanswered ? t("failure.unreachable") : error.message;
}
