// Components of a board: those that are not sound beside the same place of the good board, and the rest on demand.
import { useState } from "react";
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getBoard, boardPicture } from "@/api/models";
import type { ComponentResult, FoundRegion, Id } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { shownComponents } from "@/lib/componentPlaces";
import { Crop } from "./Crop";
import styles from "./BoardView.module.css";

type Props = {
  model: Id;
  components: Readonly<Record<string, ComponentResult>>;
  regions: readonly FoundRegion[];
  picture: { url: string; width: number; height: number } | null;
  /** What truly is, where it is known. */
  truth?: Readonly<Record<string, string>>;
  /** Arrows up and down walk through the components. */
  keysOn?: boolean;
};

export function BoardView({ model, components, regions, picture, truth, keysOn = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const [at, setAt] = useState(0);
  // A model's board never changes.
  const board = useQuery({ queryKey: keys.board(model), queryFn: () => getBoard(model), staleTime: Infinity });
  const shown = shownComponents(components, regions, board.data?.components ?? []);
  const faulty = shown.filter((one) => one.state !== "ok");
  const listed = all ? shown : faulty;
  const chosen = Math.min(at, Math.max(0, listed.length - 1));
  const step = (by: number) => setAt(Math.min(listed.length - 1, Math.max(0, chosen + by)));
  useKeys(
    [
      { keys: ["arrowdown"], meaning: "board.keys.next", run: () => step(1) },
      { keys: ["arrowup"], meaning: "board.keys.previous", run: () => step(-1) },
      { keys: ["s"], meaning: "board.keys.all", run: () => setAll((on) => !on) },
    ],
    keysOn,
  );
  return (
    <section className={styles.board} aria-label={t("board.title")} data-test="board">
      <header className={styles.head}>
        <span className={faulty.length > 0 ? styles.bad : styles.good}>
          {faulty.length > 0 ? t("board.faulty", { n: faulty.length, all: shown.length }) : t("board.sound", { all: shown.length })}
        </span>
        <Button size="small" onClick={() => setAll(!all)}>{t(all ? "board.only_faulty" : "board.show_all")}</Button>
      </header>
      <ul className={styles.list}>
        {listed.map((one, i) => (
          <li key={one.name} className={styles.one} data-state={one.state} data-chosen={(keysOn && i === chosen) || undefined} data-test="component">
            <div className={styles.facts}>
              <b>{one.name}</b>
              <span>{t(`board.state.${one.state}`)}</span>
              <span className="number">{format.score(one.score)}</span>
              {truth?.[one.name] && truth[one.name] !== one.state && <span className={styles.bad}>{t("board.truly", { state: stateWord(t, truth[one.name] ?? "") })}</span>}
            </div>
            <div className={styles.pair}>
              {picture && one.here && (
                <figure><Crop picture={picture.url} width={picture.width} height={picture.height} bbox={one.here} label={t("board.here", { name: one.name })} /><figcaption>{t("board.this")}</figcaption></figure>
              )}
              {board.data && one.golden && (
                <figure><Crop picture={boardPicture(model)} width={board.data.width} height={board.data.height} bbox={one.golden} label={t("board.there", { name: one.name })} /><figcaption>{t("board.golden")}</figcaption></figure>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const states = ["ok", "missing", "wrong", "reversed", "shifted"] as const;
function stateWord(t: ReturnType<typeof useTranslation>["t"], word: string): string {
  const state = states.find((one) => one === word);
  return state ? t(`board.state.${state}`) : word;
}
