// The draft of a recipe while somebody writes it: undo, and keeping it on the server a moment after each change. What is not kept yet
// lies in this browser, so that nothing is lost where the network or the page goes away.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Tagged } from "@/api/client";
import { getRecipe, saveDraft } from "@/api/recipes";
import { isProblem, Problem } from "@/api/problem";
import type { RecipeDetail, RecipeDoc as Doc } from "@/api/contract";
import { recall, remember } from "@/lib/remember";
import { begin, put as putInto, redo as redone, undo as undone, type History } from "./history";

export type SaveState = "saved" | "waiting" | "saving" | "failed" | "conflict";
const WAIT_MS = 700;
const AGAIN_MS = 4000;

type Journal = { etag: string; draft: Doc };
const journalName = (id: string) => `recipe.${id}`;

function journalOf(id: string): Journal | null {
  try {
    const kept = JSON.parse(recall(journalName(id)) ?? "null") as Journal | null;
    return kept && typeof kept.etag === "string" && Array.isArray(kept.draft?.steps) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps the newest document, one request at a time. */
class Keeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private doc: Doc;
  private kept: Doc;
  state: SaveState = "saved";

  constructor(private readonly id: string, private etag: string, first: Doc, private readonly tell: (state: SaveState, error: unknown, detail?: RecipeDetail) => void) {
    this.doc = first;
    this.kept = first;
  }

  revision = () => Number(this.etag.replace(/\D/g, ""));

  change(doc: Doc): void {
    this.doc = doc;
    if (this.state === "conflict") return this.write();
    this.write();
    if (doc === this.kept && !this.running) return this.set("saved", null);
    this.set(this.running ? "saving" : "waiting", null);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), WAIT_MS);
  }

  private write(): void {
    remember(journalName(this.id), this.doc === this.kept ? "null" : JSON.stringify({ etag: this.etag, draft: this.doc } satisfies Journal));
  }

  private set(state: SaveState, error: unknown, detail?: RecipeDetail): void {
    this.state = state;
    this.tell(state, error, detail);
  }

  /** Until all is kept, or cannot be. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.doc !== this.kept && this.state !== "conflict") {
      this.running ??= this.send().finally(() => { this.running = null; });
      await this.running;
      if (this.state === "failed") return false;
    }
    return this.state !== "conflict";
  }

  private async send(): Promise<void> {
    const sent = this.doc;
    this.set("saving", null);
    try {
      const answer = await saveDraft(this.id, sent, this.etag);
      this.etag = answer.etag || `"${answer.value.revision}"`;
      this.kept = sent;
      this.write();
      this.set(this.doc === sent ? "saved" : "saving", null, answer.value);
    } catch (error) {
      if (isProblem(error, "precondition.failed")) return this.set("conflict", error);
      this.set("failed", error);
      const again = error instanceof Problem && (error.status === 0 || error.status >= 500);
      if (again) this.timer = setTimeout(() => void this.flush(), AGAIN_MS);
    }
  }

  conflicted(): void {
    this.set("conflict", null);
  }

  /** Goes on from what is on the server, with its document or over it. */
  settle(theirs: Tagged<RecipeDetail>, mine: boolean): Doc {
    this.etag = theirs.etag;
    this.kept = theirs.value.draft;
    if (!mine) this.doc = theirs.value.draft;
    this.write();
    this.set(this.doc === this.kept ? "saved" : "waiting", null, theirs.value);
    if (mine) void this.flush();
    return this.doc;
  }

  close(): void {
    clearTimeout(this.timer);
    if (this.state !== "conflict") void this.flush();
  }
}

export function useDraft(first: Tagged<RecipeDetail>) {
  const id = first.value.id;
  const journal = useMemo(() => journalOf(id), [id]);
  const left = journal && JSON.stringify(journal.draft) !== JSON.stringify(first.value.draft) ? journal : null;
  const [history, setHistory] = useState<History<Doc>>(() => {
    const start = begin(first.value.draft);
    return left ? putInto(start, left.draft, "", 0) : start;
  });
  const [saving, setSaving] = useState<{ state: SaveState; error: unknown }>({ state: "saved", error: null });
  const [detail, setDetail] = useState(first.value);
  const keeper = useRef<Keeper | null>(null);

  useEffect(() => {
    const one = new Keeper(id, first.etag, first.value.draft, (state, error, told) => {
      setSaving({ state, error });
      if (told) setDetail(told);
    });
    keeper.current = one;
    if (left) {
      one.change(left.draft);
      // It was written on something that is another by now.
      if (left.etag !== first.etag) one.conflicted();
    }
    const warn = (event: BeforeUnloadEvent) => {
      if (one.state === "saved") return;
      void one.flush();
      event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      one.close();
    };
    // The page is made anew for another recipe; what comes later of this one is its own saving.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);

  const step = useCallback((change: (history: History<Doc>) => History<Doc>) => {
    setHistory((before) => change(before));
  }, []);
  const now = history.now;
  useEffect(() => {
    keeper.current?.change(now);
  }, [now]);

  const settle = useCallback(async (mine: boolean) => {
    const theirs = await getRecipe(id);
    const doc = keeper.current?.settle(theirs, mine);
    if (doc && !mine) setHistory((before) => putInto(before, doc, "", 0));
  }, [id]);

  return {
    doc: now,
    /** The name of a change joins those that follow each other closely to one step back. */
    put: useCallback((next: Doc, what = "") => step((before) => putInto(before, next, what, Date.now())), [step]),
    undo: useCallback(() => step(undone), [step]),
    redo: useCallback(() => step(redone), [step]),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    ...saving,
    detail,
    restored: left !== null,
    flush: useCallback(async () => ((await keeper.current?.flush()) ? (keeper.current?.revision() ?? null) : null), []),
    settle,
  };
}
