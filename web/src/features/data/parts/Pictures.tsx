import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { listPictures, pictureThumb } from "@/api/pictures";
import type { Picture } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { Wall, type Edge } from "@/components/Wall";
import { ClassDot } from "@/components/ClassDot";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { deletions } from "../deletions";
import { filterNames, queryOf } from "@/lib/pictureFilters";
import { BulkBar } from "./BulkBar";
import { Filters } from "./Filters";
import { ImportButton } from "./ImportButton";
import { LookDialog } from "./LookDialog";
import styles from "./Pictures.module.css";

const edges: Record<"good" | "bad" | "none", Edge> = { good: "ok", bad: "ng", none: "waiting" };

export function Pictures() {
  const { t } = useTranslation();
  const { project, classOf } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const query = useMemo(() => queryOf(search), [search]);
  const list = usePaged<Picture>(keys.pictures(project.id, query), (cursor, signal) =>
    listPictures(project.id, { ...query, cursor }, signal),
  );
  const gone = useSyncExternalStore(deletions.subscribe, deletions.snapshot);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => (gone.size > 0 ? list.items.filter((one) => !gone.has(one.id)) : list.items), [list.items, gone]);
  const filtered = filterNames.some((name) => search.get(name) !== undefined);
  const clear = useCallback(() => {
    search.set(Object.fromEntries(filterNames.map((name) => [name, undefined])));
  }, [search]);
  const clearChosen = useCallback(() => setChosen(new Set()), []);

  const first = items[0];

  const lookAt = search.get("look");
  const lookIndex = lookAt ? items.findIndex((one) => one.id === lookAt) : -1;

  const wall = (
    <Wall<Picture>
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
      caption={(picture) => shortName(picture.name)}
      ratio={first ? first.width / first.height : 1}
      more={list.more}
      chosen={may("annotate") || may("data.write") ? chosen : undefined}
      onChoose={setChosen}
      onLook={(picture) => search.set({ look: picture.id })}
    />
  );

  return (
    <>
      <div className={styles.bar}>
        <Filters />
      </div>
      <BulkBar chosen={chosen} pictures={items} total={list.loading ? undefined : list.total} onDone={clearChosen} />
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
