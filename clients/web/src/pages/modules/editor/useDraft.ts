import { equals } from "@bufbuild/protobuf";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { useEffect, useState } from "react";
import { type Content } from "./content.ts";
import { dropDraft, keepDraft, readDraft } from "./drafts.ts";

const pause = 300;

/** What is being written, kept by the browser until it is saved. */
export function useDraft(id: string, saved: Content, etag: string, initial: Content) {
  const [found] = useState(() => readDraft(id));
  const [content, setContent] = useState(found?.content ?? initial);
  const [base, setBase] = useState(found?.etag ?? etag);
  const [restored, setRestored] = useState(found?.time);
  const [isKept, setKept] = useState(true);
  const isDirty = !equals(ModuleSchema, content, saved);
  const isTouched = isDirty && !equals(ModuleSchema, content, initial);
  useEffect(() => {
    const keep = () => {
      if (isTouched) {
        setKept(keepDraft(id, { content, etag: base, time: new Date() }));
      } else {
        dropDraft(id);
      }
    };
    const timer = setTimeout(keep, pause);
    addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", keep);
    };
  }, [id, content, base, isTouched]);
  return {
    content,
    setContent,
    isDirty,
    /** Whether somebody wrote something: a sample that is only looked at is no work that could be lost. */
    isTouched,
    /** When it was written, if it was not saved then. */
    restored,
    /** Whether the browser had room for it. */
    isKept,
    /** Whether somebody saved another version since this one was begun. */
    isBehind: base !== etag,
    /** Saves over that version. */
    keepMine: () => setBase(etag),
    /** Goes back to what is saved. */
    discard: (to: Content) => {
      setContent(to);
      setBase(etag);
      setRestored(undefined);
    },
    base,
  };
}
