// Tags of the whole picture: seen, put to it and taken away without leaving it.
import { useId, useState, type KeyboardEvent } from "react";
import { CloseOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { filterChoices, tagPicture } from "@/api/pictures";
import type { Id } from "@/api/contract";
import { useKeySign } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import styles from "./SidePanel.module.css";

type Props = { pictureId: Id; projectId: Id; tags: readonly string[]; onTags: (id: Id, tags: string[]) => void };

const MOST_SIGNS = 40;
const toCanvas = () => document.querySelector<HTMLElement>("[data-test=canvas]")?.focus();

export function TagsField({ pictureId, projectId, tags, onTags }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const sign = useKeySign();
  const { may } = useSession();
  const listId = useId();
  const [text, setText] = useState("");
  const known = useQuery({ queryKey: keys.choices(projectId), queryFn: () => filterChoices(projectId), enabled: may("data.read") });
  const change = useMutation({
    mutationFn: ({ id, add, remove }: { id: Id; add: string[]; remove: string[] }) => tagPicture(id, add, remove),
    // The next picture may lie there by then.
    onSuccess: (told, { id }) => onTags(id, told.tags),
    onError: notify.failed,
  });
  const take = (tag: string) => change.mutate({ id: pictureId, add: [], remove: [tag] });

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const last = tags.at(-1);
    if (event.key === "Backspace" && text === "" && last !== undefined) {
      event.preventDefault();
      take(last);
      return;
    }
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const words = text.split(/[,，]/).map((word) => word.trim()).filter(Boolean);
    setText("");
    // What was refused stands there to be mended.
    if (event.key === "Enter" && words.length > 0) change.mutate({ id: pictureId, add: words, remove: [] }, { onError: () => setText((now) => now || text) });
    else toCanvas();
  };

  return (
    <div className={styles.tags} role="group" aria-label={t("annotate.class.tags")} data-test="picture-tags">
      {tags.map((tag) => (
        <span key={tag}>
          {tag}
          <button type="button" aria-label={t("annotate.tags.remove", { tag })} title={t("annotate.tags.remove", { tag })} onClick={() => take(tag)}><CloseOutlined /></button>
        </span>
      ))}
      <input
        value={text} list={listId} maxLength={MOST_SIGNS} placeholder={t("annotate.tags.add")} aria-label={t("annotate.tags.add")}
        title={`${t("annotate.tags.hint")} (${sign("annotate", "annotate.key.tag", "#")})`} data-tag-field data-test="tag-field"
        onChange={(event) => setText(event.target.value)} onKeyDown={onKey}
      />
      <datalist id={listId}>{(known.data?.tags ?? []).filter((one) => !tags.includes(one.name)).map((one) => <option key={one.name} value={one.name} />)}</datalist>
    </div>
  );
}
