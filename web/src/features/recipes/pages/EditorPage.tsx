import { useMemo, useState } from "react";
import { Alert, Button, ConfigProvider, Input, Tabs } from "antd";
import { ExpandOutlined, HistoryOutlined, LeftOutlined, RedoOutlined, RightOutlined, SaveOutlined, UndoOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate, useParams } from "react-router";
import type { Tagged } from "@/api/client";
import { keys } from "@/api/keys";
import { listModels } from "@/api/models";
import { getPicture, listPictures, pictureFile, pictureThumb } from "@/api/pictures";
import { getRecipe } from "@/api/recipes";
import type { RecipeDetail } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loaded } from "@/components/Loaded";
import { OpenLink } from "@/components/OpenLink";
import { RecipeReasons } from "@/components/RecipeReasons";
import { Stage } from "@/components/Stage";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useKeys, useKeySign, type Binding } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { canvasTheme } from "@/lib/canvasTheme";
import { sayFault } from "@/lib/recipeWords";
import { addStep, asRecord, changeStep, modelName, moveStep, pictureIn, removeStep, renameStep, stepOf, valueAt, withValue, type StepKind } from "../lib/doc";
import { arcInBox, boxInFrame, identity, pointsInFrame, type Box, type Point } from "../lib/geometry";
import { frameOf, overlaysOf } from "../lib/overlays";
import { useDraft } from "../lib/useDraft";
import { useTrial } from "../lib/useTrial";
import { FormProvider, type Target } from "../parts/fields";
import { JsonPane } from "../parts/JsonPane";
import { SaveVersion } from "../parts/SaveVersion";
import { StepForm } from "../parts/StepForm";
import { StepList } from "../parts/StepList";
import { StepResult } from "../parts/StepResult";
import styles from "./EditorPage.module.css";

export function EditorPage() {
  const { recipeId = "" } = useParams();
  return <Opened key={recipeId} id={recipeId} />;
}

/** Asked for once, whenever it is opened: while it is open the editor alone knows the newest. */
function Opened({ id }: { id: string }) {
  const [first, setFirst] = useState<Tagged<RecipeDetail> | null>(null);
  const query = useQuery({ queryKey: keys.recipe(id), queryFn: () => getRecipe(id), gcTime: 0, refetchOnMount: "always", enabled: first === null });
  if (first === null && query.data && !query.isFetching) setFirst(query.data);
  return <Loaded query={{ ...query, data: first ?? undefined }}>{(found) => <ConfigProvider theme={canvasTheme}><Editor first={found} /></ConfigProvider>}</Loaded>;
}

function Editor({ first }: { first: Tagged<RecipeDetail> }) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const format = useFormat();
  const navigate = useNavigate();
  const notify = useNotify();
  const search = useSearch();
  const { project } = useProject();
  const { may } = useSession();
  const editable = may("model.write");
  const recipe = first.value;
  const draft = useDraft(first);
  const { doc } = draft;
  const [chosen, setChosen] = useState<string | null>(doc.steps[1]?.id ?? doc.steps[0]?.id ?? null);
  const [drawing, setDrawing] = useState<Target | null>(null);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [saving, setSaving] = useState(false);
  const [fit, setFit] = useState(0);

  const pictures = usePaged(keys.pictures(project.id, { sort: "name", of: "recipe" }), (cursor, signal) => listPictures(project.id, { sort: "name", limit: 100, cursor }, signal));
  const models = useQuery({ queryKey: keys.models(project.id, { of: "recipe" }), queryFn: () => listModels(project.id, { limit: 200 }) });
  const asked = search.get("picture");
  const listed = pictures.items.find((one) => one.id === asked);
  const single = useQuery({ queryKey: keys.picture(asked ?? ""), queryFn: () => getPicture(asked ?? ""), enabled: asked !== undefined && !listed });
  const picture = listed ?? (asked ? single.data : undefined) ?? pictures.items[0];
  const show = (id: string) => search.set({ picture: id });
  const step = (by: 1 | -1) => {
    const next = pictures.items[pictures.items.findIndex((one) => one.id === picture?.id) + by];
    if (next) show(next.id);
    else if (by > 0) pictures.more?.();
  };

  const tried = useTrial(recipe.id, doc, picture?.id ?? null, texts);
  const result = tried.of === (picture?.id ?? null) ? tried.result : null;
  const results = useMemo(() => result?.steps ?? [], [result]);
  const fault = tried.result?.fault ?? null;
  const current = stepOf(doc, chosen);
  const offer = useMemo(() => ({ models: models.data?.items ?? [], picture: picture?.id ?? null }), [models.data, picture?.id]);
  const overlays = useMemo(() => overlaysOf(doc, chosen, results, result?.reasons ?? [], picture?.id ?? null), [doc, chosen, results, result, picture?.id]);

  const drop = () => setDrawing(null);
  const put = (next: typeof doc, what = "") => draft.put(next, what);
  const add = (kind: StepKind) => {
    const added = addStep(doc, kind, chosen, offer);
    put(added.doc);
    setChosen(added.id);
  };
  const remove = (id: string) => {
    const at = doc.steps.findIndex((one) => one.id === id);
    put(removeStep(doc, id));
    setChosen(doc.steps[at + 1]?.id ?? doc.steps[at - 1]?.id ?? null);
    notify.done(t("recipes.editor.remove"), draft.undo);
  };
  const move = (id: string, to: number) => put(moveStep(doc, id, to));
  const shift = (by: 1 | -1) => chosen && move(chosen, doc.steps.findIndex((one) => one.id === chosen) + by);
  const choose = (by: 1 | -1) => {
    const next = doc.steps[doc.steps.findIndex((one) => one.id === chosen) + by];
    if (next) setChosen(next.id);
  };
  const frame = drawing?.frame === "located" ? frameOf(doc, stepOf(doc, drawing.step)?.on, results) : null;
  const begin = (target: Target) => {
    if (drawing && JSON.stringify(drawing) === JSON.stringify(target)) return drop();
    // Marks are drawn on the picture that they are told in.
    const reference = target.frame === "reference" ? pictureIn(stepOf(doc, target.step)?.picture) : null;
    if (reference && reference !== picture?.id) show(reference);
    setDrawing(target);
  };
  const drawn = (box: Box) => {
    if (!drawing) return;
    const told = drawing.frame === "located" ? frame && boxInFrame(box, frame) : box;
    if (!told) return;
    const named = drawing.path[0] === "regions" || drawing.path[0] === "ignore";
    // What is bent stays so, within what is drawn.
    const isBent = named && asRecord(valueAt(stepOf(doc, drawing.step), drawing.path)).arc !== undefined;
    const path = named ? [...drawing.path, isBent ? "arc" : "box"] : drawing.path;
    // One that had corners is a box from now on.
    const clean = named ? { ...doc, steps: doc.steps.map((one) => (one.id === drawing.step ? withValue(one, [...drawing.path, "polygon"], undefined) : one)) } : doc;
    put(changeStep(clean, drawing.step, (one) => withValue(one, path, isBent ? arcInBox(told) : told)));
    drop();
  };
  const outlined = (points: Point[]) => {
    const map = drawing?.frame === "located" ? frame : identity;
    const told = map && pointsInFrame(points, map);
    if (!drawing || !told) return;
    put(changeStep(doc, drawing.step, (one) => withValue(one, drawing.path, { polygon: told })));
    drop();
  };
  const drawFirst = () => {
    if (current?.kind !== "regions") return;
    const name = Object.keys((current.regions ?? {}) as object)[0] ?? "area";
    begin({ step: current.id, path: ["regions", name], frame: "located" });
  };

  const edits: Binding[] = editable ? [
    { keys: ["mod+z"], meaning: "recipes.keys.undo", run: draft.undo },
    { keys: ["mod+shift+z", "mod+y"], meaning: "recipes.keys.redo", run: draft.redo },
    { keys: ["mod+s"], meaning: "recipes.keys.save", run: () => setSaving(true), whileTyping: true },
    { keys: ["shift+arrowup"], meaning: "recipes.keys.move_up", run: () => shift(-1) },
    { keys: ["shift+arrowdown"], meaning: "recipes.keys.move_down", run: () => shift(1) },
    { keys: ["delete"], meaning: "recipes.keys.remove", run: () => chosen && remove(chosen) },
    { keys: ["b"], meaning: "recipes.keys.draw", run: drawFirst },
  ] : [];
  useKeys([
    { keys: ["arrowup"], meaning: "recipes.keys.up", run: () => choose(-1) },
    { keys: ["arrowdown"], meaning: "recipes.keys.down", run: () => choose(1) },
    { keys: ["a"], meaning: "recipes.keys.before", run: () => step(-1) },
    { keys: ["d"], meaning: "recipes.keys.next", run: () => step(1) },
    { keys: ["0"], meaning: "recipes.keys.fit", run: () => setFit((n) => n + 1) },
    { keys: ["escape"], meaning: "recipes.keys.cancel", run: drop, when: () => drawing !== null },
    ...edits,
  ], !saving);

  const model = models.data?.items.find((one) => modelName(one.number) === (current?.kind === "look" ? current.model : doc.steps.find((one) => one.kind === "look")?.model));
  const classes = [...new Set([...(model?.classes ?? []), ...project.classes.map((one) => one.name)])];
  const state = draft.state === "saved" ? "saved" : draft.state === "failed" || draft.state === "conflict" ? "unsaved" : "saving";
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Link to={`/projects/${project.id}/recipes`} className={styles.above}>{t("recipes.list.title")}</Link>
        <b className={styles.title}>{draft.detail.name}</b>
        <span className={styles.saved} data-test="save-state" data-state={draft.state}>{editable ? t(`recipes.editor.${state}`) : t("recipes.editor.read_only")}</span>
        <span className={styles.gap} />
        {editable && (
          <>
            <Button size="small" type="text" icon={<UndoOutlined />} disabled={!draft.canUndo} title={t("recipes.do.undo")} aria-label={t("recipes.do.undo")} onClick={draft.undo} />
            <Button size="small" type="text" icon={<RedoOutlined />} disabled={!draft.canRedo} title={t("recipes.do.redo")} aria-label={t("recipes.do.redo")} onClick={draft.redo} />
          </>
        )}
        <Button size="small" icon={<HistoryOutlined />} data-test="to-versions" onClick={() => void draft.flush().then(() => navigate("versions"))}>{t("recipes.do.versions")}</Button>
        {editable && <Button size="small" type="primary" icon={<SaveOutlined />} data-test="save-version" onClick={() => setSaving(true)}>{t("recipes.do.save_version")}</Button>}
      </header>
      <aside className={styles.left}>
        <StepList doc={doc} chosen={chosen} results={results} fault={fault} editable={editable} offer={offer} onChoose={(id) => { drop(); setChosen(id); }} onAdd={add} onMove={move} onRemove={remove} onSwitch={(id, on) => put(changeStep(doc, id, (one) => withValue(one, ["off"], on ? undefined : true)))} />
      </aside>
      <main className={styles.middle}>
        {picture ? (
          <Stage picture={{ url: pictureFile(picture.id), name: picture.name, width: picture.width, height: picture.height }} overlays={overlays} drawing={drawing !== null && (drawing.frame !== "located" || frame !== null)} onDrawn={drawn} outline={drawing?.outline ? JSON.stringify(drawing) : null} onOutline={outlined} fit={fit} />
        ) : (
          !pictures.loading && <div className={styles.empty}><EmptyState text={t("recipes.editor.no_pictures")} action={<OpenLink hide to={`/projects/${project.id}/data`}><Button type="primary">{t("shell.nav.data")}</Button></OpenLink>} /></div>
        )}
        <div className={styles.over} role="status">
          {result?.verdict && !fault && <span data-test="verdict" data-verdict={result.verdict}><StateTag state={result.verdict} /> <span className="number">{t("recipes.editor.took", { ms: format.milliseconds(result.run_ms) })}</span></span>}
          {fault && <span className={styles.fault} data-test="fault">{t("recipes.editor.fault")}: {t("recipes.fault.at", { step: fault.step ?? doc.name ?? "", field: fault.field })} – {sayFault(t, fault)}</span>}
          {result?.not_given && <span className={styles.fault}>{t("recipes.editor.ask_text", { name: result.not_given })}</span>}
          {tried.running && <span className={styles.faint}>{t("recipes.editor.running")}</span>}
          {drawing && <span className={styles.hint}>{t(drawing.frame === "located" && !frame ? "recipes.editor.no_frame" : drawing.outline ? "recipes.editor.outlining" : "recipes.editor.drawing")}</span>}
        </div>
        <div className={styles.notes}>
          {draft.state === "failed" && <Alert type="warning" showIcon message={t("recipes.editor.save_failed")} description={<ErrorNote error={draft.error} />} />}
          {draft.state === "conflict" && (
            <Alert type="warning" showIcon message={t("recipes.editor.conflict")} action={<><Button size="small" onClick={() => void draft.settle(false).catch(notify.failed)}>{t("recipes.editor.take_theirs")}</Button> <Button size="small" type="primary" onClick={() => void draft.settle(true).catch(notify.failed)}>{t("recipes.editor.keep_mine")}</Button></>} />
          )}
          {draft.restored && draft.state !== "conflict" && <Alert type="info" showIcon closable message={t("recipes.editor.restored")} />}
          {tried.error !== null && <ErrorNote error={tried.error} />}
        </div>
        <Button className={styles.fit} size="small" icon={<ExpandOutlined />} title={t("recipes.editor.fit")} aria-label={t("recipes.editor.fit")} onClick={() => setFit((n) => n + 1)} />
      </main>
      <aside className={styles.right}>
        <Tabs
          size="small" className={styles.tabs}
          items={[
            {
              key: "form", label: t("recipes.editor.form"),
              children: current ? (
                <FormProvider value={{ recipe: recipe.id, doc, step: current, fault, editable, models: models.data?.items ?? [], files: draft.detail.files, picture: picture?.id ?? null, classes, change: (next, what) => put(changeStep(doc, current.id, () => next), what), draw: begin, drawing }}>
                  <StepForm key={current.id} onRename={(to) => { if (!stepOf(doc, to)) { put(renameStep(doc, current.id, to)); setChosen(to); } }} onDoc={put} />
                </FormProvider>
              ) : <p>{t("recipes.editor.pick_first")}</p>,
            },
            { key: "json", label: t("recipes.editor.json"), children: <JsonPane doc={doc} editable={editable} onDoc={(next) => put(next, "json")} /> },
          ]}
        />
        <div className={styles.results}>
          {result && result.asked.length > 0 && (
            <>
              <h2>{t("recipes.editor.texts")}</h2>
              {result.asked.map((name) => <Input key={name} size="small" addonBefore={name} value={texts[name] ?? ""} aria-label={name} onChange={(event) => setTexts((before) => ({ ...before, [name]: event.target.value }))} />)}
            </>
          )}
          <h2>{t("recipes.result.title")}</h2>
          <StepResult result={results.find((one) => one.id === chosen)} />
          {result?.verdict && <><h2>{t("recipes.reasons.title")}</h2><RecipeReasons reasons={result.reasons} onChoose={(index) => { const at = result.reasons[index]; if (at && stepOf(doc, at.step)) setChosen(at.step); }} /></>}
        </div>
      </aside>
      <nav className={styles.strip} aria-label={t("recipes.run.pictures")}>
        <Button type="text" size="small" icon={<LeftOutlined />} aria-label={t("recipes.editor.before")} title={`${t("recipes.editor.before")} · ${sign("recipes", "recipes.keys.before", "a")}`} onClick={() => step(-1)} />
        <div className={styles.cells}>
          {pictures.items.map((one) => (
            <button key={one.id} type="button" className={styles.cell} data-verdict={one.verdict ?? "none"} aria-pressed={one.id === picture?.id} title={one.name} aria-label={one.name} onClick={() => show(one.id)}>
              <img src={pictureThumb(one.id)} alt="" loading="lazy" decoding="async" draggable={false} />
            </button>
          ))}
          {pictures.more && <Button size="small" type="text" onClick={() => pictures.more?.()}>{t("common.do.more")}</Button>}
        </div>
        <Button type="text" size="small" icon={<RightOutlined />} aria-label={t("recipes.editor.next")} title={`${t("recipes.editor.next")} · ${sign("recipes", "recipes.keys.next", "d")}`} onClick={() => step(1)} />
      </nav>
      {saving && <SaveVersion recipe={recipe.id} flush={draft.flush} onClose={() => setSaving(false)} onSaved={() => undefined} />}
    </div>
  );
}
