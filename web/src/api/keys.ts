// Names of what is kept in the query cache. The first word is what an event of the server makes stale (hooks/useEvents.ts).
import type { Id } from "./contract";

export const keys = {
  setup: ["setup"] as const,
  session: ["session"] as const,
  tokens: ["tokens"] as const,
  projects: (query?: object) => ["projects", ...(query ? [query] : [])] as const,
  project: (id: Id) => ["projects", id] as const,
  pictures: (project: Id, query?: object) => ["pictures", project, ...(query ? [query] : [])] as const,
  picture: (id: Id) => ["picture", id] as const,
  annotation: (picture: Id) => ["annotation", picture] as const,
  imports: (id: Id) => ["imports", id] as const,
  versions: (project: Id) => ["versions", project] as const,
  version: (id: Id) => ["version", id] as const,
  jobs: (query?: object) => ["jobs", ...(query ? [query] : [])] as const,
  job: (id: Id) => ["jobs", id] as const,
  log: (job: Id, query?: object) => ["log", job, ...(query ? [query] : [])] as const,
  models: (project: Id, query?: object) => ["models", project, ...(query ? [query] : [])] as const,
  model: (id: Id) => ["model", id] as const,
  evaluation: (model: Id) => ["evaluation", model] as const,
  services: (project: Id) => ["services", project] as const,
  service: (id: Id) => ["service", id] as const,
  stats: (service: Id) => ["stats", service] as const,
  records: (project: Id, query?: object) => ["records", project, ...(query ? [query] : [])] as const,
  record: (id: Id) => ["record", id] as const,
  counts: (project: Id, query?: object) => ["counts", project, ...(query ? [query] : [])] as const,
};
