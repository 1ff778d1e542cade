import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@tricorder/apiserver";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { fieldInWords } from "./fields.ts";
import { problemInWords } from "./problem.ts";

/** A call that changes something: says that it went well, or in the server's words why not. */
export function useCall<T>(call: (argument: T) => Promise<unknown>, done?: string) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: call,
    onSuccess: async () => {
      if (done) {
        message.success(done);
      }

      await queries.invalidateQueries();
    },
    onError: (cause) => {
      const error = ApiError.from(cause);
      notification.error({
        title: problemInWords(t, error),
        description: [
          ...error.violations.map((one) => `${fieldInWords(t, one.field)} ${one.description}`),
          error.isDefect ? error.correlationId : "",
        ].filter(Boolean).join(" · "),
        duration: 8,
      });
    },
  });

  /** For dialogs, which stay open meanwhile: it ends either way, and what went wrong was said. */
  const settle = (argument: T) => mutation.mutateAsync(argument).catch(() => undefined);
  return { ...mutation, settle };
}
