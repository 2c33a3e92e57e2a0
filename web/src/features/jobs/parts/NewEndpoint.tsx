// One more way into a job that waits or runs: a port of its own program, or a tool beside it.
import { useState } from "react";
import { Input, Modal, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { addEndpoint, listEndpointTools, type Endpoint } from "@/api/endpoints";
import { keys } from "@/api/keys";
import type { Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { faultsOfProblem, sayFault } from "../lib/faults";
import { TOOL_NAME, tools, type Tool } from "../lib/form";

type Kind = "http" | Tool;

export function NewEndpoint({ job, has, onClose }: { job: Id; has: readonly Endpoint[]; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>("http");
  const [name, setName] = useState(has.some((one) => one.name === "web") ? "" : "web");
  const [place, setPlace] = useState("");
  const [logdir, setLogdir] = useState("");
  const found = useQuery({ queryKey: keys.endpointTools, queryFn: listEndpointTools, staleTime: 60_000 });
  const add = useMutation({
    mutationFn: () => {
      const of = kind === "http" ? (/^\d+$/.test(place) ? { port: Number(place) } : { socket: place }) : kind === "tensorboard" && logdir ? { logdir } : {};
      return addEndpoint(job, { name: name.trim(), kind, ...of });
    },
    onSuccess: (made) => {
      notify.done(t("endpoints.new.done", { name: made.name }));
      void client.invalidateQueries({ queryKey: keys.endpoints(job) });
      onClose();
    },
  });
  const faults = faultsOfProblem(add.error) ?? [];
  const wrongOf = (...fields: string[]) => faults.filter((fault) => fields.includes(fault.field)).map((fault) => sayFault(t, fault, add.error)).join("；") || undefined;
  const pick = (next: Kind) => {
    setKind(next);
    if (next !== "http") setName(TOOL_NAME[next]);
    add.reset();
  };
  const missing = (tool: Tool) => found.data?.some((one) => one.kind === tool && !one.installed) ?? false;
  return (
    <Modal
      open title={t("endpoints.new.title")} onCancel={onClose} okText={t("endpoints.new.go")} confirmLoading={add.isPending} onOk={() => add.mutate()} destroyOnHidden
      okButtonProps={{ disabled: name.trim() === "" || (kind === "http" && place === "") }}
    >
      <div style={{ display: "grid", gap: 14 }}>
        <p style={{ margin: 0 }}>{t("endpoints.new.says")}</p>
        <Field label={t("endpoints.column.kind")} wrong={wrongOf("kind")}>
          {(props) => (
            <Select
              {...props} value={kind} onChange={pick} data-test="new-endpoint-kind"
              options={[{ value: "http" as Kind, label: t("endpoints.kind.http") }, ...tools.map((tool) => ({ value: tool as Kind, label: missing(tool) ? t("endpoints.new.missing", { tool: t(`endpoints.kind.${tool}`) }) : t(`endpoints.kind.${tool}`) }))]}
            />
          )}
        </Field>
        <Field label={t("endpoints.column.name")} wrong={wrongOf("name")}>
          {(props) => <Input {...props} value={name} maxLength={24} data-test="new-endpoint-name" onChange={(event) => { setName(event.target.value); add.reset(); }} />}
        </Field>
        {kind === "http" && (
          <Field label={t("endpoints.form.place")} hint={t("endpoints.new.place_hint")} wrong={wrongOf("port", "socket")}>
            {(props) => <Input {...props} value={place} maxLength={40} autoFocus data-test="new-endpoint-place" onChange={(event) => { setPlace(event.target.value.trim()); add.reset(); }} />}
          </Field>
        )}
        {kind === "tensorboard" && (
          <Field label={t("endpoints.form.logdir")} hint={t("endpoints.form.logdir_hint")} wrong={wrongOf("logdir")}>
            {(props) => <Input {...props} value={logdir} maxLength={255} placeholder={t("endpoints.form.logdir_example")} onChange={(event) => setLogdir(event.target.value)} />}
          </Field>
        )}
        {faults.length === 0 && <ErrorNote error={add.error} />}
      </div>
    </Modal>
  );
}
