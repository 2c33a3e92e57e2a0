import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listPictures, pictureThumb } from "@/api/pictures";
import { getGoldenPicture, putGoldenPicture } from "@/api/trainings";
import type { Id } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { PlanSketch } from "../parts/PlanSketch";
import styles from "./GoldenPage.module.css";

const SHOWN = 60;

/** Chooses the picture that the project's others are held beside. */
export function GoldenPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const chosen = useQuery({ queryKey: keys.goldenPicture(project.id), queryFn: () => getGoldenPicture(project.id) });
  const good = usePaged(["golden", project.id], (cursor) => listPictures(project.id, { verdict: "good", limit: SHOWN, cursor }));
  const save = useMutation({
    mutationFn: (picture: Id) => putGoldenPicture(project.id, picture),
    onSuccess: (saved) => {
      client.setQueryData(keys.goldenPicture(project.id), saved);
      notify.done(t("golden.saved"));
      void navigate(`/projects/${project.id}/trainings/new?task=compare`);
    },
  });
  const above = [{ to: `/projects/${project.id}/trainings/new?task=compare`, text: t("trainings.form.title") }];
  const error = chosen.error ?? good.error ?? save.error;
  return (
    <>
      <PageHead title={t("golden.page.title")} above={above} sub={t("golden.page.lead")} />
      <div className="page">
        <div className={styles.sketch}><PlanSketch kind="golden" /></div>
        <ErrorNote error={error} />
        {(good.loading || chosen.isPending) && good.items.length === 0 && !error && <Loading />}
        {!good.loading && !error && good.items.length === 0 && <EmptyState text={t("golden.page.none")} />}
        <ul className={styles.wall}>
          {good.items.map((one) => (
            <li key={one.id}>
              <button
                type="button" className={styles.one} aria-pressed={one.id === chosen.data?.picture_id} disabled={save.isPending} data-test="golden"
                onClick={() => save.mutate(one.id)}
              >
                <img src={pictureThumb(one.id)} alt="" loading="lazy" />
                <span>{one.name}</span>
              </button>
            </li>
          ))}
        </ul>
        {good.more && <Button onClick={good.more} loading={good.loadingMore}>{t("golden.page.more")}</Button>}
      </div>
    </>
  );
}
