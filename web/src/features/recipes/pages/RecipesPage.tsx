import { useState } from "react";
import { Button, Input, Modal } from "antd";
import type { TableColumnsType } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listModels } from "@/api/models";
import { listPictures } from "@/api/pictures";
import { createRecipe, deleteRecipe, getRecipe, listRecipes, renameRecipe } from "@/api/recipes";
import type { Project, RecipeRow } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { RowMenu } from "@/components/RowMenu";
import { SearchBox } from "@/components/SearchBox";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useListSort } from "@/hooks/useListSort";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { documentOf, modelFor, starts, type Start } from "../lib/starts";
import styles from "./RecipesPage.module.css";

export function RecipesPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const format = useFormat();
  const search = useSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const ask = useAsk();
  const [renaming, setRenaming] = useState<RecipeRow | null>(null);
  const q = search.get("q");
  const sorting = useListSort(search, "-created_at");
  const query = { ...(q ? { q } : {}), sort: sorting.sort, limit: 50 };
  const list = usePaged(keys.recipes(project.id, query), (cursor) => listRecipes(project.id, { ...query, cursor }));
  const editable = may("model.write");
  const start = editable && <Button type="primary" icon={<PlusOutlined />} data-test="new-recipe" onClick={() => search.set({ new: "1" })}>{t("recipes.list.new")}</Button>;
  const remove = (recipe: RecipeRow) => ask({
    title: t("recipes.do.delete_ask", { name: recipe.name }), content: t("recipes.do.delete_text"), okText: t("recipes.do.delete"), danger: true,
    onOk: () => deleteRecipe(recipe.id).then(() => client.invalidateQueries({ queryKey: ["recipes"] })).catch(notify.failed),
  });
  const columns: TableColumnsType<RecipeRow> = [
    { ...sorting.column("name"), title: t("recipes.column.name"), render: (_, one) => <Link to={one.id}>{one.name}</Link> },
    { title: t("recipes.column.version"), render: (_, one) => (one.newest ? <Link to={`${one.id}/versions`}>{t("recipes.version.number", { number: one.newest })}</Link> : "–") },
    { align: "right", className: "number", title: t("recipes.column.versions"), render: (_, one) => format.count(one.versions) },
    { title: t("recipes.column.changed"), render: (_, one) => <TimeAgo at={one.changed_at} /> },
    { title: t("recipes.column.by"), render: (_, one) => one.changed_by ?? "–" },
    { ...sorting.column("created_at"), title: t("recipes.column.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
    ...(editable ? [{ key: "do", render: (_: unknown, one: RecipeRow) => <RowMenu label={one.name} choices={[{ key: "rename", label: t("recipes.do.rename") }, { key: "delete", label: t("recipes.do.delete"), danger: true }]} onPick={(key) => (key === "rename" ? setRenaming(one) : remove(one))} /> }] : []),
  ];
  return (
    <>
      <PageHead title={t("recipes.list.title")} sub={t("recipes.list.lead")} actions={start}>
        <SearchBox search={search} label={t("recipes.list.search")} />
      </PageHead>
      <div className="page">
        <ListTable
          name="recipes" list={list} columns={columns} onSort={sorting.onSort} onOpen={(one) => void navigate(one.id)}
          empty={q ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ q: undefined })}>{t("common.list.clear_filters")}</Button>} /> : <EmptyState text={t("recipes.list.none")} action={start} />}
        />
      </div>
      {renaming && <Rename recipe={renaming} onClose={() => setRenaming(null)} />}
      {search.get("new") !== undefined && editable && <NewRecipe project={project} onClose={() => search.set({ new: undefined })} />}
    </>
  );
}

function Rename({ recipe, onClose }: { recipe: RecipeRow; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState(recipe.name);
  const save = useMutation({
    // Somebody may write it just now: the name goes to the newest revision.
    mutationFn: async () => renameRecipe(recipe.id, name.trim(), (await getRecipe(recipe.id)).etag),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["recipes"] });
      onClose();
    },
  });
  return (
    <Modal open title={t("recipes.do.rename")} onCancel={onClose} onOk={() => save.mutate()} okButtonProps={{ loading: save.isPending, disabled: name.trim() === "" }}>
      <Input value={name} maxLength={100} aria-label={t("recipes.new.name")} onChange={(event) => setName(event.target.value)} />
      <ErrorNote error={save.error} />
    </Modal>
  );
}

/** The start that suits the project's scene. */
const usual: Record<string, Start> = { components: "components", ocr: "text", text: "text", foreign_object: "foreign", glue: "glue" };

function NewRecipe({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [start, setStart] = useState<Start>(usual[project.scene] ?? "foreign");
  const [name, setName] = useState("");
  const models = useQuery({ queryKey: keys.models(project.id, { of: "recipe" }), queryFn: () => listModels(project.id, { limit: 200 }) });
  const pictures = useQuery({ queryKey: keys.pictures(project.id, { of: "recipe-start" }), queryFn: () => listPictures(project.id, { verdict: "good", limit: 1 }) });
  const picture = pictures.data?.items[0] ?? null;
  const all = models.data?.items ?? [];
  const shown = name.trim() || t(`recipes.start.${start}`);
  const make = useMutation({
    mutationFn: () => createRecipe(project.id, { name: shown, draft: documentOf(start, shown, { models: all, picture }) }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ["recipes"] });
      void navigate(`/projects/${project.id}/recipes/${made.id}${picture ? `?picture=${picture.id}` : ""}`);
    },
  });
  return (
    <Modal open title={t("recipes.list.new")} onCancel={onClose} onOk={() => make.mutate()} okText={t("recipes.list.new")} okButtonProps={{ loading: make.isPending, disabled: models.isPending || pictures.isPending, "data-test": "make-recipe" } as never} width={640}>
      <div className={styles.form}>
        <label className={styles.field}>
          <span>{t("recipes.new.name")}</span>
          <Input value={name} maxLength={100} placeholder={t(`recipes.start.${start}`)} data-test="recipe-name" onChange={(event) => setName(event.target.value)} />
        </label>
        <div className={styles.field} role="radiogroup" aria-label={t("recipes.new.from")}>
          <span>{t("recipes.new.from")}</span>
          <div className={styles.cards}>
            {starts.map((one) => {
              const model = modelFor(one, all);
              return (
                <button key={one} type="button" role="radio" aria-checked={start === one} className={styles.card} data-test={`start-${one}`} onClick={() => setStart(one)}>
                  <b>{t(`recipes.start.${one}`)}</b>
                  <span>{t(`recipes.start.${one}_text`)}</span>
                  {one !== "blank" && !models.isPending && <small>{model ? t("recipes.new.uses", { number: model.number, task: t(`models.task.${model.task as "anomaly"}`) }) : t("recipes.new.no_model")}</small>}
                </button>
              );
            })}
          </div>
        </div>
        <ErrorNote error={make.error ?? models.error} />
      </div>
    </Modal>
  );
}
