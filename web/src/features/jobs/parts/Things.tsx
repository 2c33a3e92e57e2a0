// Values that name something: a project, a version of its data, a path as the job sees it.
import { useState } from "react";
import { AutoComplete, Button, Select } from "antd";
import { FolderOpenOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import type { JobPlace } from "@/api/jobs";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { getProject, listProjects } from "@/api/projects";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { homeOf } from "@/lib/home";
import { USUAL_DATA, WORK_BESIDE_HOME, type JobForm } from "../lib/form";
import { PlaceDialog } from "./PlaceDialog";
import styles from "./JobForm.module.css";

type Inner = { id: string; "aria-describedby": string; "aria-invalid"?: true; status?: "error" };
type Props = { inner: Inner; value: string; test: string; onChange: (value: string | null) => void };

/** Those that somebody sees, searched by the server. */
function useProjects(search: string) {
  const { may } = useSession();
  const query = { limit: 50, sort: "name", ...(search.trim() ? { name: search.trim() } : {}) };
  return useQuery({ queryKey: keys.projects(query), queryFn: () => listProjects(query), enabled: may("project.read"), placeholderData: (before) => before });
}

/** A name or id that stands there already is kept, whether it is in the list or not. */
const withValue = (options: { value: string; label: string }[], value: string, label = value) => (value && !options.some((one) => one.value === value) ? [{ value, label }, ...options] : options);

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function ProjectPick({ inner, value, test, placeholder, onChange }: Props & { placeholder?: string }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const [search, setSearch] = useState("");
  const projects = useProjects(search);
  // A file may have an id: people read its name.
  const named = useQuery({ queryKey: keys.project(value), queryFn: () => getProject(value), enabled: ID.test(value) && may("project.read") });
  return (
    <Select
      {...inner} className={styles.full} showSearch allowClear filterOption={false} onSearch={setSearch} value={value || undefined} placeholder={placeholder ?? t("jobs.parameters.pick_project")} data-test={test} loading={projects.isFetching}
      options={withValue((projects.data?.items ?? []).map((one) => ({ value: one.name, label: one.name })), value, named.data?.value.name)} onChange={(next?: string) => onChange(next ?? null)}
    />
  );
}

/** Its project first, then which of its versions: the newest on top. */
export function VersionPick({ inner, value, test, label, parameters = [], onChange }: Props & { /** Where nothing beside it says what it is. */ label?: string; /** Parameters that may name it, as `${name}`. */ parameters?: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { may } = useSession();
  const slash = value.lastIndexOf("/");
  const [picked, setPicked] = useState("");
  const asked = value.startsWith("${");
  const chosen = asked ? value : slash > 0 ? value.slice(0, slash) : picked;
  const [search, setSearch] = useState("");
  const projects = useProjects(search);
  // Also where it is not among the first.
  const byName = useProjects(asked ? "" : chosen);
  const project = [...(projects.data?.items ?? []), ...(byName.data?.items ?? [])].find((one) => one.name === chosen);
  const versions = useQuery({ queryKey: [...keys.versions(project?.id ?? ""), "pick"], queryFn: () => listVersions(project?.id ?? "", { limit: 100 }), enabled: project !== undefined && may("data.read") });
  const named = (number: number | string) => `${chosen}/${number}`;
  return (
    <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)", gap: 8 }}>
      <Select
        showSearch filterOption={false} onSearch={setSearch} value={chosen || undefined} placeholder={t("jobs.parameters.pick_project")} aria-label={t("jobs.parameters.type_project")} data-test={`${test}-project`}
        options={withValue([...parameters.map((one) => ({ value: `\${${one}}`, label: t("jobs.parameters.value_of", { name: one }) })), ...(projects.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }))], chosen)}
        onChange={(next: string) => { setPicked(next.startsWith("${") ? "" : next); onChange(next.startsWith("${") ? next : null); }}
      />
      <Select
        {...inner} {...(label ? { "aria-label": label } : {})} className={styles.full} value={asked ? undefined : value || undefined} placeholder={t("jobs.parameters.pick_version")} data-test={test} loading={versions.isFetching} popupMatchSelectWidth={false}
        disabled={asked || (project === undefined && value === "")} notFoundContent={t("jobs.parameters.no_versions")}
        options={withValue((versions.data?.items ?? []).map((one) => ({ value: named(one.number), label: t("jobs.parameters.version_n", { number: one.number, when: format.moment(one.created_at) }) })), asked ? "" : value)}
        onChange={(next: string) => onChange(next)}
      />
    </div>
  );
}

type PathProps = Omit<Props, "onChange"> & {
  form: Pick<JobForm, "home" | "work" | "data">; longest: number;
  /** `mounts`: what the job has to see besides, where the path lies in a folder that it did not. */
  onChange: (value: string | null, mounts?: Partial<JobForm>) => void;
};

/** Places that the job will have; anything below them can be typed, or looked for where it lies now. */
export function PathPick({ inner, value, test, onChange, form, longest }: PathProps) {
  const { t } = useTranslation();
  const { me } = useSession();
  const [looking, setLooking] = useState(false);
  const home = homeOf(me?.name ?? "");
  const places = [form.work || (form.home === null ? home : WORK_BESIDE_HOME), ...(form.home === null ? [] : [form.home || home]), ...(form.data === null ? [] : [form.data || USUAL_DATA])];
  const options = [...new Set(places)].filter((one) => one.startsWith(value) || value === "").map((one) => ({ value: one }));
  const take = (place: JobPlace, path: string) => {
    const at = place === "home" ? form.home || home : form.data || USUAL_DATA;
    const unseen: Partial<JobForm> = form[place] !== null ? {} : place === "home" ? { home: "" } : { data: "" };
    onChange(path === "" ? at : `${at}/${path}`, unseen);
    setLooking(false);
  };
  return (
    <div style={{ display: "flex", gap: 8 }}>
      <AutoComplete {...inner} className={styles.full} value={value} options={options} data-test={test} maxLength={longest} onChange={(next?: string) => onChange(next ?? "")} />
      <Button icon={<FolderOpenOutlined />} data-test={`${test}-look`} onClick={() => setLooking(true)}>{t("jobs.places.look")}</Button>
      {looking && <PlaceDialog onTake={take} onClose={() => setLooking(false)} />}
    </div>
  );
}
