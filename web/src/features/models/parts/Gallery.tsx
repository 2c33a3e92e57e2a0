// Pictures by kind of mistake, following the threshold.
import { useMemo } from "react";
import { Button, InputNumber, Select, Tabs } from "antd";
import { useTranslation } from "@/i18n";
import { pictureThumb } from "@/api/pictures";
import { EmptyState } from "@/components/EmptyState";
import { SearchBox } from "@/components/SearchBox";
import { Wall } from "@/components/Wall";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { useSearch } from "@/hooks/useSearch";
import { isNg, type Judged } from "../lib/judged";
import { count, kinds, listOf, orders, type Kind, type Order } from "../lib/gallery";
import { Viewer } from "./Viewer";
import styles from "./Gallery.module.css";

type Props = { model: string; pictures: readonly Judged[]; threshold: number; saved: number; classes: readonly string[] };

/** A share in the address; nonsense is left out. */
function shareIn(text: string | undefined): number | undefined {
  const value = Number(text);
  return text && value >= 0 && value <= 1 ? value : undefined;
}

export function Gallery({ model, pictures, threshold, saved, classes }: Props) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  const search = useSearch();
  const counts = useMemo(() => count(pictures, threshold), [pictures, threshold]);
  const hasClasses = pictures.some((one) => one.predicted !== null);
  const hasBoxes = pictures.some((one) => one.boxes !== null);
  const shownKinds = kinds.filter((one) => (one === "class" ? hasClasses : one === "missed" || one === "false" ? hasBoxes : true));
  // What there is most need to look at, by the model's own threshold, so that it stays while one moves the threshold.
  const first = useMemo((): Kind => {
    const found = count(pictures, saved);
    return (["escape", "overkill", "missed", "false"] as const).find((one) => found[one] > 0) ?? "all";
  }, [pictures, saved]);
  const kind: Kind = shownKinds.find((one) => one === search.get("show")) ?? first;
  const order: Order = orders.find((one) => one === search.get("order")) ?? "worst";
  const klass = search.get("class");
  const [text, from, to] = [search.get("q"), shareIn(search.get("iou_from")), shareIn(search.get("iou_to"))];
  const listed = useMemo(
    () => listOf(pictures, threshold, kind, order, { klass, text, from, to }),
    [pictures, threshold, kind, order, klass, text, from, to],
  );
  const filtered = [klass, text, from, to].some((one) => one !== undefined);
  const limit = (name: "iou_from" | "iou_to", value: number | undefined) => (
    <InputNumber
      size="small" min={0} max={1} step={0.05} style={{ width: 116 }} value={value ?? null} prefix={t(`models.gallery.${name}`)} aria-label={t(`models.gallery.${name}`)}
      onChange={(next) => search.set({ [name]: next === null ? undefined : String(next) })} data-test={name}
    />
  );
  const look = search.get("look");
  const at = look === undefined ? -1 : listed.findIndex((one) => String(one.index) === look);
  // A picture that is looked at stays, even when the threshold has taken it out of the list.
  const looked = listed[at] ?? pictures.find((one) => String(one.index) === look);

  return (
    <section className={styles.gallery} aria-label={t("models.gallery.title")}>
      <div className={styles.bar}>
        <Tabs
          size="small" className={styles.tabs} activeKey={kind}
          onChange={(key) => search.set({ show: key })}
          items={shownKinds.map((one) => ({ key: one, label: t("models.gallery.tab", { name: t(`models.gallery.${one}`), n: format.count(counts[one]) }) }))}
        />
        <div className={styles.tools}>
          <SearchBox search={search} label={t("models.gallery.find")} />
          {hasBoxes && <span className={styles.range} title={t("models.gallery.iou_meaning")}>{limit("iou_from", from)}{limit("iou_to", to)}</span>}
          <Select
            size="small" variant="filled" popupMatchSelectWidth={false} value={klass ?? ""} aria-label={t("models.gallery.class")}
            onChange={(value) => search.set({ class: value })}
            options={[{ value: "", label: t("models.gallery.all_classes") }, ...classes.map((name) => ({ value: name, label: modelClass(name).name }))]}
          />
          <Select
            size="small" variant="filled" popupMatchSelectWidth={false} value={order} aria-label={t("models.gallery.order")}
            onChange={(value) => search.set({ order: value === "worst" ? undefined : value })}
            options={orders.map((one) => ({ value: one, label: t(`models.order.${one}`) }))}
          />
        </div>
      </div>
      <div className={styles.wall}>
        {listed.length === 0 ? (
          <EmptyState
            text={filtered ? t("common.list.none_match") : t(`models.gallery.none_${kind}`)}
            action={filtered && <Button onClick={() => search.set({ class: undefined, q: undefined, iou_from: undefined, iou_to: undefined })} data-test="clear-filters">{t("common.list.clear_filters")}</Button>}
          />
        ) : (
          <Wall
            items={listed} total={listed.length} tile={128} label={t(`models.gallery.${kind}`)}
            idOf={(one) => String(one.index)} thumbOf={(one) => pictureThumb(one.pictureId)} nameOf={(one) => one.name}
            edgeOf={(one) => (isNg(one, threshold) ? "ng" : "ok")}
            caption={(one) => t("models.gallery.caption", { score: Number.isFinite(one.score) ? format.score(one.score) : "–", truth: one.truth ? modelClass(one.truth).name : "" })}
            onLook={(one) => search.set({ look: String(one.index) }, { push: true })}
          />
        )}
      </div>
      {looked && (
        <Viewer
          model={model} picture={looked} threshold={threshold} place={at + 1} total={listed.length}
          onStep={(step) => {
            const next = listed[Math.min(listed.length - 1, Math.max(0, (at < 0 ? 0 : at) + step))];
            if (next) search.set({ look: String(next.index) });
          }}
          onClose={() => search.set({ look: undefined })}
        />
      )}
    </section>
  );
}
