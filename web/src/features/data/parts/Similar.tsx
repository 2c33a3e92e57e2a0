import { useCallback, useMemo, useState } from "react";
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { getAdvice, listSimilar, startAdvice, type SimilarPicture } from "@/api/advice";
import { keys } from "@/api/keys";
import { getPicture, pictureThumb } from "@/api/pictures";
import { isProblem } from "@/api/problem";
import type { Id } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { Loading } from "@/components/Loading";
import { Wall, type Edge } from "@/components/Wall";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { BulkBar } from "./BulkBar";
import { LookDialog } from "./LookDialog";
import styles from "./AdviceTab.module.css";

const edges: Record<"good" | "bad" | "none", Edge> = { good: "ok", bad: "ng", none: "waiting" };

/** The wall of what looks like one picture, the likest first. */
export function Similar({ to }: { to: Id }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const search = useSearch();
  const { project } = useProject();
  const { may } = useSession();
  const own = useQuery({ queryKey: keys.picture(to), queryFn: () => getPicture(to) });
  const list = useQuery({ queryKey: [...keys.advice(project.id), "similar", to], queryFn: () => listSimilar(to), retry: false });
  const advice = useQuery({ queryKey: keys.advice(project.id), queryFn: () => getAdvice(project.id) });
  const start = useMutation({
    mutationFn: () => startAdvice(project.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.advice(project.id) }),
    onError: notify.failed,
  });
  const items = useMemo(() => list.data?.items ?? [], [list.data]);
  const pictures = useMemo(() => items.map((one) => one.picture), [items]);
  const look = search.get("look");
  const onGo = useCallback((picture: { id: string } | undefined) => search.set({ look: picture?.id }), [search]);
  const unseen = isProblem(list.error, "advice.unseen");
  const left = advice.data ? advice.data.pictures - advice.data.described : 0;
  const first = pictures[0];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ticked = useMemo(() => pictures.filter((one) => chosen.has(one.id)).map((one) => one.id), [chosen, pictures]);
  const done = useCallback(() => {
    setChosen(new Set());
    void client.invalidateQueries({ queryKey: [...keys.advice(project.id), "similar", to] });
  }, [client, project.id, to]);
  const begin = may("data.write") && <Button loading={start.isPending} onClick={() => start.mutate()} data-test="advice-start">{t("assist.advice.start")}</Button>;
  return (
    <>
      <div className={styles.bar} data-test="similar">
        <FilterChips
          label={t("assist.similar.filter")} value="like" onChange={() => search.set({ like: undefined, look: undefined })}
          chips={[{ value: "like", text: own.data ? shortName(own.data.name) : "…" }]}
        />
        {left > 0 && !unseen && <span className={styles.why}>{t("assist.similar.left", { n: left })}</span>}
      </div>
      {items.length > 0 && (
        <BulkBar
          scope={ticked.length > 0 ? { ids: ticked } : null} count={ticked.length} first={ticked[0]} total={items.length} onDone={done}
          onAll={ticked.length === items.length ? undefined : () => setChosen(new Set(pictures.map((one) => one.id)))}
        />
      )}
      <div className={styles.wall}>
        {list.isPending ? <Loading /> : unseen ? <EmptyState text={t("assist.similar.unseen")} action={begin} /> : list.error ? <div className="page"><ErrorNote error={list.error} retry={() => void list.refetch()} /></div> : items.length === 0 ? <EmptyState text={t("assist.similar.none")} /> : (
          <Wall<SimilarPicture>
            items={items} total={items.length} label={t("assist.similar.filter")} idOf={(one) => one.picture.id} nameOf={(one) => one.picture.name}
            thumbOf={(one) => pictureThumb(one.picture.id)} edgeOf={(one) => edges[one.picture.verdict ?? "none"]}
            caption={(one) => `${format.percent(one.likeness, 0)} · ${shortName(one.picture.name)}`} ratio={first ? first.width / first.height : 1}
            {...(may("annotate") || may("data.write") ? { chosen, onChoose: setChosen } : {})} onLook={(one) => onGo(one.picture)}
          />
        )}
      </div>
      <LookDialog items={pictures} index={look ? pictures.findIndex((one) => one.id === look) : -1} onGo={onGo} />
    </>
  );
}

const shortName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
