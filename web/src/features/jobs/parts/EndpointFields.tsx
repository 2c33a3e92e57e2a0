// Ways into a job, in the form: tools by a tick, and what its own program serves by a port.
import { Checkbox, Input } from "antd";
import { useQuery } from "@tanstack/react-query";
import { listEndpointTools } from "@/api/endpoints";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { TOOL_NAME, tools, type FormEndpoint, type JobForm, type Tool } from "../lib/form";
import { Rows } from "./Rows";
import { useSshDoor } from "./Ssh";
import styles from "./JobForm.module.css";

type Props = {
  form: JobForm; onChange: (changed: Partial<JobForm>) => void; wrong: string | undefined;
  /** Fields that something is wrong with, as the file names them: `endpoints[0].port`. */
  wrongFields: readonly string[];
};

/** What a job does that is there for its tools alone. */
const WAIT = "sleep infinity";

export function EndpointFields({ form, onChange, wrong, wrongFields }: Props) {
  const { t } = useTranslation();
  const { endpoints } = form;
  const found = useQuery({ queryKey: keys.endpointTools, queryFn: listEndpointTools, staleTime: 60_000 });
  const put = (next: FormEndpoint[]) => onChange({ endpoints: next });
  const change = (one: FormEndpoint, changed: Partial<FormEndpoint>) => put(endpoints.map((other) => (other === one ? { ...one, ...changed } : other)));
  const ports = endpoints.filter((one) => one.kind === "http");
  const tick = (tool: Tool, on: boolean) => {
    const rest = endpoints.filter((one) => one.kind !== tool);
    if (!on) return put(rest);
    const bare = form.command.kind === "shell" && form.command.text.trim() === "";
    onChange({ endpoints: [...rest, { name: TOOL_NAME[tool], kind: tool, place: "", logdir: "" }], ...(bare ? { command: { kind: "shell", text: WAIT } } : {}) });
  };
  const ssh = useSshDoor();
  const red = (one: FormEndpoint, fields: readonly string[]) =>
    wrongFields.some((field) => fields.some((part) => field === `endpoints[${endpoints.indexOf(one)}].${part}`)) ? { status: "error" as const, "aria-invalid": true } : {};
  const board = endpoints.find((one) => one.kind === "tensorboard");
  return (
    <Block title={t("endpoints.form.title")}>
      <div className={styles.grid}>
        <div className={styles.wide} data-field="endpoints">
          <div style={{ display: "grid", gap: 6 }}>
            {ssh.data && (
              <div>
                <Checkbox checked={ssh.data.port !== null} disabled data-test="tool-ssh">{t("enter.ssh.title")}</Checkbox>
                <span className={styles.says} style={{ marginLeft: 24 }}>{ssh.data.port === null ? t("enter.ssh.off") : t("endpoints.form.ssh", { port: ssh.data.port })}</span>
              </div>
            )}
            {tools.map((tool) => {
              const on = endpoints.some((one) => one.kind === tool);
              const known = found.data?.find((one) => one.kind === tool);
              const missing = known !== undefined && !known.installed;
              return (
                <div key={tool}>
                  <Checkbox checked={on} disabled={missing && !on} data-test={`tool-${tool}`} onChange={(event) => tick(tool, event.target.checked)}>{t(`endpoints.kind.${tool}`)}</Checkbox>
                  <span className={styles.says} style={{ marginLeft: 24 }}>{missing ? t("endpoints.form.missing", { program: known.program }) : t(`endpoints.form.${tool}`)}</span>
                </div>
              );
            })}
          </div>
          {board && (
            <Field label={t("endpoints.form.logdir")} hint={t("endpoints.form.logdir_hint")}>
              {(props) => <Input {...props} value={board.logdir} maxLength={255} placeholder={t("endpoints.form.logdir_example")} data-test="logdir" onChange={(event) => change(board, { logdir: event.target.value })} />}
            </Field>
          )}
          <Rows
            count={ports.length} add={t("endpoints.form.add")} name="endpoint" onAdd={() => put([...endpoints, { name: ports.length === 0 ? "web" : "", kind: "http", place: "", logdir: "" }])}
            onRemove={(index) => put(endpoints.filter((one) => one !== ports[index]))}
          >
            {(index) => {
              const one = ports[index];
              return one ? (
                <>
                  <Input className={styles.variable} value={one.name} maxLength={24} placeholder={t("endpoints.column.name")} aria-label={t("endpoints.column.name")} data-test={`endpoint-name-${index}`} {...red(one, ["name"])} onChange={(event) => change(one, { name: event.target.value })} />
                  <Input className={styles.variable} value={one.place} maxLength={40} placeholder={t("endpoints.form.place")} aria-label={t("endpoints.form.place")} data-test={`endpoint-place-${index}`} {...red(one, ["port", "socket"])} onChange={(event) => change(one, { place: event.target.value.trim() })} />
                </>
              ) : null;
            }}
          </Rows>
          <span className={wrong ? styles.wrong : styles.says} role={wrong ? "alert" : undefined}>{wrong ?? t("endpoints.form.says")}</span>
        </div>
      </div>
    </Block>
  );
}
