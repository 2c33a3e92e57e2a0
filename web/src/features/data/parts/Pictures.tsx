import { useCallback, useMemo, useState } from "react";
import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { pictureThumb } from "@/api/pictures";
import type { Chosen, Picture } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { Wall, type Edge } from "@/components/Wall";
import { ClassDot } from "@/components/ClassDot";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { AT, filterNames, filtersOf, queryOf } from "@/lib/pictureFilters";
import { BulkBar } from "./BulkBar";
import { Filters } from "./Filters";
import { ImportButton } from "./ImportButton";
import { LookDialog } from "./LookDialog";
import { ScorePick } from "./ScorePick";
import { usePictures } from "../usePictures";
import { useScores } from "../useScores";
import styles from "./Pictures.module.css";

const edges: Record<"good" | "bad" | "none", Edge> = { good: "ok", bad: "ng", none: "waiting" };

export function Pictures() {
  const { t } = useTranslation();
  const { project, classOf } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const format = useFormat();
  const query = useMemo(() => queryOf(search), [search]);
  const list = usePictures(project.id, query);
  const { items } = list;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  // All that one filter finds: another filter finds others.
  const [every, setEvery] = useState<string | null>(null);
  const found = JSON.stringify(filtersOf(search));
  const all = every === found;
  const chosen = useMemo(() => (all ? new Set(items.map((one) => one.id)) : picked), [all, items, picked]);
  const choose = useCallback((ids: Set<string>) => {
    setEvery(null);
    setPicked(ids);
  }, []);
  const ticked = useMemo(() => items.filter((one) => chosen.has(one.id)).map((one) => one.id), [items, chosen]);
  const scope: Chosen | null = all ? { found: filtersOf(search) } : ticked.length > 0 ? { ids: ticked } : null;
  const filtered = [...filterNames, AT].some((name) => search.get(name) !== undefined);
  const clear = useCallback(() => {
    search.set(Object.fromEntries([...filterNames, AT].map((name) => [name, undefined])));
  }, [search]);
  const clearChosen = useCallback(() => choose(new Set()), [choose]);

  const front = items[0];
  const scores = useScores();
  const badge = (picture: Picture) => {
    const told = scores.of(picture);
    if (!told) return null;
    const text = format.score(told.score);
    const title = told.verdict === undefined ? t("bulk.score", { score: text }) : t(told.wrong ? "bulk.scores.wrong" : "bulk.scores.right", { score: text });
    return <span className={styles.score} data-verdict={told.verdict} data-wrong={told.wrong || undefined} data-test="score" title={title}>{text}</span>;
  };

  const lookAt = search.get("look");
  const lookIndex = lookAt ? items.findIndex((one) => one.id === lookAt) : -1;

  const wall = (
    // Others begin at the top.
    <Wall<Picture>
      key={list.of}
      items={items}
      total={list.total}
      label={t("data.wall.label")}
      idOf={(picture) => picture.id}
      nameOf={(picture) => picture.name}
      thumbOf={(picture) => pictureThumb(picture.id)}
      edgeOf={(picture) => edges[picture.verdict ?? "none"]}
      corner={(picture) =>
        picture.class_ids.map((id) => {
          const found = classOf(id);
          return found && !found.good ? <ClassDot key={id} colour={found.colour} /> : null;
        })
      }
      caption={(picture) => (
        <>
          {picture.tags.map((tag) => <span key={tag} className={styles.tag}>{tag}</span>)}
          {badge(picture)}
          {shortName(picture.name)}
        </>
      )}
      ratio={front ? front.width / front.height : 1}
      more={list.stuck ? undefined : list.more}
      first={list.first}
      before={list.stuck ? undefined : list.before}
      chosen={may("annotate") || may("data.write") ? chosen : undefined}
      onChoose={choose}
      onLook={(picture) => search.set({ look: picture.id })}
    />
  );

  return (
    <>
      <div className={styles.bar}>
        <Filters />
        <ScorePick scores={scores} />
      </div>
      <BulkBar
        scope={scope} count={all ? list.total : ticked.length} first={all ? undefined : ticked[0]} total={list.loading ? undefined : list.total} onDone={clearChosen}
        onAll={all ? undefined : () => setEvery(found)}
      />
      {list.error !== null && items.length > 0 && <div className="page"><ErrorNote error={list.error} retry={list.refetch} /></div>}
      <div className={styles.wall}>
        {list.loading ? (
          <Loading />
        ) : list.error && items.length === 0 ? (
          <div className="page">
            <ErrorNote error={list.error} retry={list.refetch} />
          </div>
        ) : items.length > 0 ? (
          wall
        ) : filtered ? (
          <EmptyState
            text={t("common.list.none_match")}
            action={<Button onClick={clear}>{t("common.list.clear_filters")}</Button>}
          />
        ) : (
          <EmptyState
            text={
              <>
                <strong className={styles.strong}>{t("data.import.none")}</strong>
                {t("data.import.hint", { good: project.good_name })}
              </>
            }
            action={may("data.write") && <ImportButton />}
          />
        )}
      </div>
      <LookDialog
        items={items}
        index={lookIndex}
        onGo={(picture) => search.set({ look: picture?.id })}
      />
    </>
  );
}

/** Folders are in the tooltip; the tile shows the file's own name. */
const shortName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
