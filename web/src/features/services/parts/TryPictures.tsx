import { useEffect, useRef, useState } from "react";
import { Input } from "antd";
import { InboxOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getModel } from "@/api/models";
import { infer } from "@/api/services";
import type { Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { added, changed, MOST_TRIES, nextOf, type Tries } from "../lib/tries";
import { Judged } from "./Judged";
import styles from "./TryPictures.module.css";

type Kept = { files: Map<number, File>; serial: number };

export function TryPictures({ service, model }: { service: Id; model: Id }) {
  const { t } = useTranslation();
  const [tries, setTries] = useState<Tries>([]);
  const [shown, setShown] = useState<number | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const kept = useRef<Kept>({ files: new Map(), serial: 0 });
  const urls = useRef(new Set<string>());
  const task = useQuery({ queryKey: keys.model(model), queryFn: () => getModel(model) }).data?.value.task;
  const [expected, setExpected] = useState("");

  useEffect(() => {
    const all = urls.current;
    return () => {
      for (const url of all) URL.revokeObjectURL(url);
    };
  }, []);

  const add = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, MOST_TRIES);
    if (files.length === 0) return;
    const first = kept.current.serial;
    kept.current.serial += files.length;
    const entries = files.map((file, i) => {
      const url = URL.createObjectURL(file);
      urls.current.add(url);
      kept.current.files.set(first + i, file);
      return { name: file.name, url };
    });
    setTries((before) => added(before, entries, first));
    setShown(first + files.length - 1);
  };

  const next = nextOf(tries);
  const busy = tries.some((one) => one.state === "judging");
  useEffect(() => {
    if (!next || busy) return;
    const file = kept.current.files.get(next.id);
    setTries((before) => changed(before, next.id, { state: "judging" }));
    if (!file) return;
    infer(service, file, { heat: true, expected: task === "read" ? expected.trim() : undefined })
      .then((prediction) => setTries((before) => changed(before, next.id, { state: "done", prediction })))
      .catch((error: unknown) => setTries((before) => changed(before, next.id, { state: "failed", error })))
      .finally(() => kept.current.files.delete(next.id));
  }, [next, busy, service, task, expected]);

  const look = tries.find((one) => one.id === shown) ?? tries[0];
  return (
    <div
      className={styles.box} data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer.files);
      }}
    >
      {task === "read" && <Input value={expected} maxLength={300} placeholder={t("text.try.expected")} aria-label={t("text.try.expected")} data-test="try-expected" onChange={(event) => setExpected(event.target.value)} />}
      <button type="button" className={styles.drop} data-small={tries.length > 0 || undefined} onClick={() => input.current?.click()}>
        <InboxOutlined /> {t("services.try.drop")}
      </button>
      <input
        ref={input} data-test="try-files" type="file" accept="image/*,.bmp,.tif,.tiff" multiple hidden
        onChange={(event) => {
          add(event.target.files);
          event.target.value = "";
        }}
      />
      {look?.state === "done" && look.prediction && <Judged name={look.name} url={look.url} prediction={look.prediction} model={model} task={task} />}
      {look?.state === "failed" && <ErrorNote error={look.error} />}
      {look && (look.state === "waiting" || look.state === "judging") && <div className={styles.wait}>{t("services.try.judging", { name: look.name })}</div>}
      {tries.length > 1 && (
        <ul className={styles.strip}>
          {tries.map((one) => (
            <li key={one.id}>
              <button type="button" className={styles.thumb} aria-pressed={one.id === look?.id} title={one.name} onClick={() => setShown(one.id)}>
                <img src={one.url} alt={one.name} loading="lazy" />
                {one.prediction ? <StateTag state={one.prediction.verdict} /> : <StateTag state={one.state === "failed" ? "failed" : one.state === "judging" ? "running" : "queued"} />}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
