// Ctrl K: projects, pages and actions by a few letters.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useQuery } from "@tanstack/react-query";
import { type Key, useTranslation } from "@/i18n";
import { useParams } from "react-router";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import { useSwitchLanguage } from "@/hooks/useLanguage";
import { useBranding } from "@/hooks/useBranding";
import { useSession } from "@/hooks/useSession";
import { useTheme } from "@/lib/theme";
import { fits } from "@/lib/fits";
import { mainEntries, openEntries, projectEntries } from "./SideBar";
import styles from "./Palette.module.css";

type Entry = { id: string; text: string; group: Key; run: () => void };
type Props = { onClose: () => void; onGo: (to: string) => void };

export function Palette({ onClose, onGo }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // The browser's own dialog: focus goes in, stays in, and comes back.
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={styles.box}>
        <Finder onClose={onClose} onGo={onGo} />
      </div>
    </dialog>
  );
}

function Finder({ onClose, onGo }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const entries = useEntries(onGo, text.trim());
  const found = useMemo(() => entries.filter((entry) => fits(entry.text, text)).slice(0, 12), [entries, text]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt((before) => Math.min(found.length - 1, before + 1));
    else if (event.key === "ArrowUp") setAt((before) => Math.max(0, before - 1));
    else if (event.key === "Enter") run(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        className={styles.input}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t("shell.palette.placeholder")}
        aria-label={t("shell.palette.placeholder")}
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
      />
      <ul className={styles.list} id="palette-list" role="listbox" ref={list}>
        {found.map((entry, index) => (
          <li
            key={entry.id}
            className={styles.entry}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => run(entry)}
          >
            <span className={styles.text}>{entry.text}</span>
            <span className={styles.group}>{t(entry.group)}</span>
          </li>
        ))}
        {found.length === 0 && <li className={styles.none}>{t("shell.palette.none", { text })}</li>}
      </ul>
    </>
  );
}

function useEntries(onGo: (to: string) => void, name: string): Entry[] {
  const { t, i18n } = useTranslation();
  const { projectId } = useParams();
  const { mode, setMode } = useTheme();
  const { may, manages } = useSession();
  const { isOff } = useBranding();
  const switchLanguage = useSwitchLanguage();
  const query = { limit: 20, sort: "-created_at", ...(name ? { name } : {}) };
  const { data } = useQuery({
    queryKey: keys.projects(query),
    queryFn: () => listProjects(query),
    placeholderData: (before) => before,
    enabled: may("project.read") || manages.length > 0,
  });
  return useMemo(() => {
    const page = (to: string, key: Key): Entry => ({ id: to, text: t(key), group: "shell.palette.group_page", run: () => onGo(to) });
    return [
      ...(projectId ? openEntries(projectEntries(projectId), may, isOff, false, manages).map((entry) => page(entry.to, entry.text)) : []),
      ...(data?.items ?? []).map(
        (one): Entry => ({ id: one.id, text: one.name, group: "shell.palette.group_project", run: () => onGo(`/projects/${one.id}`) }),
      ),
      ...openEntries(mainEntries, may, isOff, false, manages).map((entry) => page(entry.to, entry.text)),
      page("/account", "shell.top.account"),
      ...(may("project.write")
        ? [{ id: "new", text: t("shell.palette.new_project"), group: "shell.palette.group_action" as const, run: () => onGo("/projects/new") }]
        : []),
      {
        id: "theme", text: t("shell.palette.switch_theme"), group: "shell.palette.group_action",
        run: () => setMode(mode === "dark" ? "light" : "dark"),
      },
      {
        id: "language", text: t("shell.palette.switch_language"), group: "shell.palette.group_action",
        run: () => switchLanguage(i18n.language === "en" ? "zh-CN" : "en"),
      },
    ];
  }, [t, i18n.language, projectId, data, mode, setMode, onGo, may, manages, isOff, switchLanguage]);
}
