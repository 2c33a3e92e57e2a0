// Parts of a service's pictures that do not matter: what is found there does not count.
import { useState } from "react";
import { Button, Modal } from "antd";
import { AimOutlined, DeleteOutlined, GatewayOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getModel } from "@/api/models";
import { listPictures, pictureFile, pictureThumb } from "@/api/pictures";
import { patchService } from "@/api/services";
import type { IgnoredPart, Picture, Service } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { PartName } from "@/components/PartName";
import { Stage } from "@/components/Stage";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { findsPlaces, freePart, outlineOf, renamed, without, type Parts } from "../lib/ignored";
import styles from "./IgnoredParts.module.css";

const SHOWN = 24;
/** What is drawn next: a box, or an outline. */
type Target = { name: string; outline: boolean };

export function IgnoredParts({ service }: { service: Service }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const [open, setOpen] = useState(false);
  const task = useQuery({ queryKey: keys.model(service.model_id), queryFn: () => getModel(service.model_id) }).data?.value.task;
  const names = Object.keys(service.ignored ?? {});
  if (task === undefined || !findsPlaces(task)) return null;
  return (
    <Block title={t("recipes.field.ignore")}>
      <p className={styles.hint}>{t("recipes.field.ignore_help")}</p>
      {names.length > 0 && <p className={styles.names} data-test="ignored-names">{names.join(" · ")}</p>}
      {may("service.write") && may("data.read") && (
        <Button size="small" data-test="ignored-draw" onClick={() => setOpen(true)}>{t(names.length > 0 ? "services.ignored.change" : "services.ignored.draw")}</Button>
      )}
      {open && <DrawParts service={service} onClose={() => setOpen(false)} />}
    </Block>
  );
}

function DrawParts({ service, onClose }: { service: Service; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const query = { limit: SHOWN };
  const pictures = useQuery({ queryKey: keys.pictures(service.project_id, query), queryFn: () => listPictures(service.project_id, query) });
  const [chosen, setChosen] = useState<Picture | null>(null);
  const [parts, setParts] = useState<Parts>(service.ignored ?? {});
  const [target, setTarget] = useState<Target | null>(null);
  const picture = chosen ?? pictures.data?.items[0] ?? null;
  const save = useMutation({
    mutationFn: () => patchService(service.id, { ignored: parts }),
    onSuccess: (next) => {
      client.setQueryData(keys.service(service.id), next);
      notify.done(t("services.keep.changed"));
      onClose();
    },
  });
  const take = (part: IgnoredPart) => {
    if (target) setParts((all) => ({ ...all, [target.name]: part }));
    setTarget(null);
  };
  const overlays = Object.entries(parts).map(([name, part]) => ({ points: outlineOf(part), tone: "ignored" as const, label: name, strong: target?.name === name }));
  return (
    <Modal
      open title={t("recipes.field.ignore")} width={1060} onCancel={onClose} onOk={() => save.mutate()} okText={t("common.do.save")}
      okButtonProps={{ loading: save.isPending, "data-test": "ignored-save" }}
    >
      <ErrorNote error={pictures.error} retry={() => void pictures.refetch()} />
      {pictures.data?.items.length === 0 && <EmptyState small text={t("services.ignored.no_picture")} />}
      <div className={styles.split}>
        <div>
          {picture && (
            <>
              <div className={styles.ground}>
                <Stage
                  picture={{ url: pictureFile(picture.id), name: picture.name, width: picture.width, height: picture.height }} overlays={overlays} fit={0}
                  drawing={target !== null} outline={target?.outline ? target.name : null}
                  onDrawn={(box) => take({ box })} onOutline={(points) => take({ polygon: points.map((point) => point.map((v) => Math.round(v * 10) / 10)) })}
                />
              </div>
              <ul className={styles.strip} aria-label={t("services.ignored.picture")}>
                {pictures.data?.items.map((other) => (
                  <li key={other.id}>
                    <button type="button" className={styles.thumb} aria-pressed={other.id === picture.id} title={other.name} onClick={() => setChosen(other)}>
                      <img src={pictureThumb(other.id)} alt={other.name} loading="lazy" />
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div className={styles.parts}>
          <p className={styles.hint}>{t("services.ignored.lead")}</p>
          {Object.keys(parts).map((name) => (
            <div key={name} className={styles.part}>
              <PartName name={name} editable onRename={(to) => setParts((all) => renamed(all, name, to))} />
              {picture && <Button size="small" icon={<AimOutlined />} title={t("recipes.field.region_again")} aria-label={`${t("recipes.field.region_again")} ${name}`} onClick={() => setTarget({ name, outline: false })} />}
              {picture && <Button size="small" icon={<GatewayOutlined />} title={t("recipes.field.outline")} aria-label={`${t("recipes.field.outline")} ${name}`} onClick={() => setTarget({ name, outline: true })} />}
              <Button size="small" type="text" icon={<DeleteOutlined />} title={t("common.do.delete")} aria-label={`${t("common.do.delete")} ${name}`} onClick={() => setParts((all) => without(all, name))} />
            </div>
          ))}
          {picture && (
            <div className={styles.part}>
              <Button size="small" type={target && !target.outline ? "primary" : "default"} icon={<PlusOutlined />} data-test="ignored-box" onClick={() => setTarget({ name: freePart(parts), outline: false })}>{t("recipes.field.ignore_new")}</Button>
              <Button size="small" type={target?.outline ? "primary" : "default"} icon={<GatewayOutlined />} data-test="ignored-outline" onClick={() => setTarget({ name: freePart(parts), outline: true })}>{t("recipes.field.outline")}</Button>
            </div>
          )}
          {/* Also without a picture: what stands there already can be taken away. */}
          <ErrorNote error={save.error} />
        </div>
      </div>
    </Modal>
  );
}
