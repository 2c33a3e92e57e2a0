import { useState } from "react";
import { Button, Input, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import type { Tagged } from "@/api/client";
import { keys } from "@/api/keys";
import { patchVersion } from "@/api/sets";
import type { Version } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";
import styles from "./VersionWords.module.css";

/** Note and tags, which can be changed; nothing else of a version can. */
export function VersionWords({ version: tagged, editable }: { version: Tagged<Version>; editable: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const version = tagged.value;
  const [note, setNote] = useState(version.note);
  const [tags, setTags] = useState<string[]>(version.tags);
  const changed = note.trim() !== version.note || tags.join("\n") !== version.tags.join("\n");
  const save = useMutation({
    mutationFn: () => patchVersion(version.id, { note: note.trim(), tags }, tagged.etag),
    onSuccess: (next) => {
      client.setQueryData(keys.version(version.id), next);
      void client.invalidateQueries({ queryKey: ["versions"] });
      notify.done(t("sets.version.saved"));
    },
  });
  if (!editable) return null;
  return (
    <Block title={t("data.version.note")}>
      <div className={styles.words}>
        <Input.TextArea value={note} maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} aria-label={t("data.version.note")} data-test="version-note" onChange={(event) => setNote(event.target.value)} />
        <Select
          mode="tags" open={false} suffixIcon={null} value={tags} tokenSeparators={[",", "，"]} maxCount={20} aria-label={t("sets.list.tags")}
          placeholder={t("sets.make.tags_hint")} onChange={setTags}
        />
        <ErrorNote error={save.error} />
        <Button className={styles.save} type="primary" disabled={!changed} loading={save.isPending} data-test="version-save" onClick={() => save.mutate()}>{t("common.do.save")}</Button>
      </div>
    </Block>
  );
}
