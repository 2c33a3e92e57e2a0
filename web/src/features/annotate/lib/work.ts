// What one walks through in the annotator: a project's pictures, one's part of a task, or what of a task is to be reviewed.
import type { Key } from "@/i18n";
import { finishTaskPicture, listTaskPictures, nextTaskPicture, nextToReview, reviewTaskPicture, type AnnotationTask, type TaskPicture } from "@/api/annotating";
import { listPictures, nextPicture } from "@/api/pictures";
import type { Id, Page, Picture, Project } from "@/api/contract";

export type WorkProject = Pick<Project, "id" | "name" | "scene" | "classes">;
export type Item = Picture & { readonly piece?: TaskPicture };

export type Work = {
  project: WorkProject;
  task: AnnotationTask | null;
  review: boolean;
  /** Names the list in the cache. */
  key: readonly unknown[];
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;
  next: (after: Item | undefined) => Promise<Item | null>;
  /** The same, where asking takes nothing: before one goes there. */
  ahead?: (after: Id) => Promise<Item | null>;
  /** What going on means for the picture that one leaves. */
  settle?: (item: Item) => Promise<Item>;
  doneText: Key;
  acceptText: Key;
};

export const itemOf = (piece: TaskPicture): Item => ({ ...piece.picture, piece });
const orNone = (piece: TaskPicture | null): Item | null => piece && itemOf(piece);

/** Whose turn it is has the picture in hand: of a task the annotator until it is done, then the reviewer until it is decided. */
export function isInHand(work: Work, item: Item | undefined): boolean {
  const state = item?.piece?.state;
  if (!work.task) return true;
  return work.review ? state === "done" : state === "open" || state === "sent_back";
}

export function workOfProject(project: WorkProject): Work {
  const unlabelled = async (after: Id | undefined) => (await nextPicture(project.id, after, false)).picture;
  const key = [project.id];
  return {
    project, task: null, review: false, key, doneText: "annotate.page.all_done", acceptText: "annotate.go.next",
    page: (cursor, signal) => listPictures(project.id, { limit: 200, sort: "name", cursor }, signal),
    next: async (after) => (await unlabelled(after?.id)) ?? (after ? unlabelled(undefined) : null),
    ahead: unlabelled,
  };
}

/** An annotator's part of a task. */
export function workOfTask(task: AnnotationTask, me: Id): Work {
  return {
    project: task.project, task, review: false, key: ["task", task.id, me], doneText: "annotate.task.all_done", acceptText: "annotate.task.finish",
    page: async (cursor, signal) => {
      const page = await listTaskPictures(task.id, { limit: 200, user: me, cursor }, signal);
      return { ...page, items: page.items.map(itemOf) };
    },
    next: async (after) => orNone(await nextTaskPicture(task.id, after?.piece?.position)),
    settle: async (item) => {
      const { piece } = item;
      // What was accepted is not one's own any more.
      if (!piece || piece.state === "accepted") return item;
      return itemOf(await finishTaskPicture(task.id, piece.position));
    },
  };
}

export function workOfReview(task: AnnotationTask): Work {
  return {
    project: task.project, task, review: true, key: ["review", task.id], doneText: "annotate.task.all_reviewed", acceptText: "annotate.task.accept",
    page: async (cursor, signal) => {
      const page = await listTaskPictures(task.id, { limit: 200, cursor }, signal);
      return { ...page, items: page.items.map(itemOf) };
    },
    next: async (after) => orNone(await nextToReview(task.id, after?.piece?.position)),
    settle: async (item) => {
      const { piece } = item;
      if (piece?.state !== "done") return item;
      return itemOf(await reviewTaskPicture(task.id, piece.position, { verdict: "accept", note: "", place: null }));
    },
  };
}
