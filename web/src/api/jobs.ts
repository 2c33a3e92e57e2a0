import { address, client, read, sendBody } from "./client";
import type { Id, Job, JobState, LogPage, LogStream, Page } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type JobFile = Schemas["JobFile"];
export type JobHappening = Omit<Schemas["JobHappening"], "reason"> & { reason: Job["reason"] };
export type JobWhy = Omit<Schemas["JobWhy"], "params"> & { params: Record<string, unknown> };

export type JobMetrics = Schemas["JobMetrics"];
export type JobMetric = Schemas["JobMetric"];

export type DeviceErrors = Schemas["DeviceErrors"];
export type DeviceErrorGroup = Schemas["DeviceErrorGroup"];

export type JobTask = Schemas["JobTask"];
/** Of a job on several nodes: one of its tasks, or all of them in which order; and whether states of progress bars that have passed are left out. */
export type LogOf = { rank?: number; /** Tasks that hold this card: its type, `/` and its number. */ device?: string; order?: "rank"; folded?: true };
export type LogPhase = Schemas["LogPhase"];

/** States and kinds: one, or several with commas between them. */
export type JobQuery = {
  project_id?: Id; kind?: string; state?: string; virtual_cluster_id?: Id; owner?: string; device?: string; q?: string; sort?: string;
  submitted_from?: string; submitted_to?: string; ended_from?: string; ended_to?: string; limit?: number; cursor?: string;
};

export const listJobs = (query: JobQuery = {}, signal?: AbortSignal): Promise<Page<Job>> => read(client.GET("/jobs", { params: { query }, signal }));
export const listDeletedJobs = (query: { q?: string; limit?: number; cursor?: string } = {}): Promise<Page<Job>> => read(client.GET("/jobs/deleted", { params: { query } }));
export const getJob = (id: Id): Promise<Job> => read(client.GET("/jobs/{id}", { params: { path: { id } } }));
export const patchJob = (id: Id, priority: number): Promise<Job> => read(client.PATCH("/jobs/{id}", { params: { path: { id } }, body: { priority } }));
export const stopJob = (id: Id): Promise<Job> => read(client.POST("/jobs/{id}/stop", { params: { path: { id } } }));
export const pauseJob = (id: Id): Promise<Job> => read(client.POST("/jobs/{id}/pause", { params: { path: { id } } }));
export const resumeJob = (id: Id): Promise<Job> => read(client.POST("/jobs/{id}/resume", { params: { path: { id } } }));
export const deleteJob = (id: Id): Promise<void> => read(client.DELETE("/jobs/{id}", { params: { path: { id } } }));
export const jobTasks = async (id: Id): Promise<JobTask[]> => (await read<{ items: JobTask[] }>(client.GET("/jobs/{id}/tasks", { params: { path: { id } } }))).items;
export const jobDeviceErrors = (id: Id, query: { rank?: number; card?: number; from?: number }): Promise<DeviceErrors> => read(client.GET("/jobs/{id}/device_errors", { params: { path: { id }, query } }));
export const whyJob = (id: Id): Promise<JobWhy> => read(client.GET("/jobs/{id}/why", { params: { path: { id } } }));
export const jobEvents = async (id: Id): Promise<JobHappening[]> =>
  (await read<{ items: JobHappening[] }>(client.GET("/jobs/{id}/events", { params: { path: { id } } }))).items;
/** Folders that jobs may see: one's own, and the house's data. */
export type JobPlace = "home" | "data";
export const listJobPlace = (place: JobPlace, query: { path: string; limit?: number; cursor?: string }, signal?: AbortSignal): Promise<Page<Schemas["WorkFile"]>> =>
  read(client.GET("/jobs/places/{name}/entries", { params: { path: { name: place }, query }, signal }));
/** The file as it was written: the server reads it, and names line and field of what it refuses. */
export type JobImage = Schemas["Image"];
export type PresetImage = Schemas["PresetImage"];
export type NewPresetImage = Schemas["NewPresetImage"];
export type Images = { items: JobImage[]; /** Why there are none to be had. */ lacks: Job["reason"] };
/** Images that a job may bring: offered ones, and others of the server. */
export const listImages = (): Promise<Images> => read(client.GET("/images"));

/** Images that administrators offer. */
export const listPresetImages = async (): Promise<PresetImage[]> => (await read<{ items: PresetImage[] }>(client.GET("/images/presets"))).items;
export const createPresetImage = (body: NewPresetImage): Promise<PresetImage> => read(client.POST("/images/presets", { body }));
export const changePresetImage = (id: Id, body: NewPresetImage): Promise<PresetImage> => read(client.PUT("/images/presets/{id}", { params: { path: { id } }, body }));
export const deletePresetImage = (id: Id): Promise<void> => read(client.DELETE("/images/presets/{id}", { params: { path: { id } } }));
/** `template`: what the file was made from, for the record. */
export const submitJob = (file: string, template?: Id): Promise<Job> => sendBody("POST", address(template ? `/jobs?template=${template}` : "/jobs"), file, "application/yaml");
export const getLog = (id: Id, query: { from?: number; line?: number; before?: number; limit?: number; q?: string; regex?: boolean; stream?: LogStream } & LogOf, signal?: AbortSignal): Promise<LogPage> =>
  read(client.GET("/jobs/{id}/log", { params: { path: { id }, query }, signal }));
export const getPhases = async (id: Id, query: Pick<LogOf, "rank" | "folded">): Promise<LogPhase[]> =>
  (await read<{ items: LogPhase[] }>(client.GET("/jobs/{id}/log/phases", { params: { path: { id }, query } }))).items;
export const getMetrics = (id: Id, query: { from?: string; rank?: number } = {}): Promise<JobMetrics> => read(client.GET("/jobs/{id}/metrics", { params: { path: { id }, query } }));
/** The text alone, of one stream or of all. */
export const logFile = (id: Id, stream?: LogStream, { rank, device, order }: LogOf = {}): string =>
  address(`/jobs/${id}/log/download?format=plain${stream ? `&stream=${stream}` : ""}${rank === undefined ? "" : `&rank=${rank}`}${device ? `&device=${encodeURIComponent(device)}` : ""}${order ? `&order=${order}` : ""}`);

const active = ["running", "starting", "queued", "stopping", "pausing", "preempting"] as const satisfies readonly JobState[];
/** Something happens to it by itself: it waits for its turn, runs, or puts away what it has. */
export const isActive = (job: Pick<Job, "state">): boolean => (active as readonly JobState[]).includes(job.state);
/** Nothing happens to it any more. */
export const isOver = (job: Pick<Job, "state">): boolean => !isActive(job) && job.state !== "paused";

/** So many are listed; who has more counts them. */
export const MOST_ACTIVE = 200;

/** The jobs that are not at their end, however old they are, of one user or of all that one sees; what runs first. */
export async function listActiveJobs(owner?: Id): Promise<Job[]> {
  return (await listJobs({ state: active.join(","), sort: "state", limit: MOST_ACTIVE, ...(owner ? { owner } : {}) })).items;
}
