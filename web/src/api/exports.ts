import { address, client, once, read } from "./client";
import type { Chosen, Export, ExportFormat, Id, Page } from "./contract";

/** In the order in which they are offered. */
export const exportFormats = [
  "folders", "coco", "coco_rle", "labelme", "voc", "yolo", "yolo_outlines", "yolo_oriented", "cvat", "datumaro", "label_studio", "csv",
  "mvtec", "camvid", "mot", "wider_face", "vgg_face2", "tfrecord", "pairs", "icdar", "paddle_ocr", "crops",
] as const satisfies readonly ExportFormat[];

export const startExport = (version: Id, format: ExportFormat, key: string): Promise<Export> =>
  read(client.POST("/versions/{id}/exports", { params: { path: { id: version }, header: once(key) }, body: { format } }));
export const listExports = (version: Id): Promise<Page<Export>> =>
  read(client.GET("/versions/{id}/exports", { params: { path: { id: version } } }));
/** Of pictures that were chosen, as they are now. */
export const startChosenExport = (project: Id, chosen: Chosen, format: ExportFormat, key: string): Promise<Export> =>
  read(client.POST("/projects/{id}/exports", { params: { path: { id: project }, header: once(key) }, body: { ...chosen, format } }));
/** Cut regions of chosen pictures become pictures of another project. */
export type CutWish = { into_project: Id; margin: number; class_ids: Id[] };
export const startCuts = (project: Id, chosen: Chosen, wish: CutWish, key: string): Promise<Export> =>
  read(client.POST("/projects/{id}/cuts", { params: { path: { id: project }, header: once(key) }, body: { ...chosen, ...wish } }));
/** Pictures as they are, with their labels, become pictures of another project too; `away`: then they go into the bin here. */
export type CopyWish = { into_project: Id; away: boolean };
export const startCopy = (project: Id, chosen: Chosen, wish: CopyWish, key: string): Promise<Export> =>
  read(client.POST("/projects/{id}/cuts", { params: { path: { id: project }, header: once(key) }, body: { ...chosen, ...wish, whole: true } }));
export const listChosenExports = (project: Id): Promise<Page<Export>> =>
  read(client.GET("/projects/{id}/exports", { params: { path: { id: project } } }));
export const cancelExport = (id: Id): Promise<Export> =>
  read(client.POST("/exports/{id}/cancel", { params: { path: { id } } }));
export const exportFile = (id: Id): string => address(`/exports/${id}/file`);
