import { useMemo, useState } from "react";
import { Form, Input, Modal, Radio, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { createToken } from "@/api/account";
import { keys } from "@/api/keys";
import { getPermissions } from "@/api/roles";
import type { NewToken } from "@/api/people";
import { ErrorNote } from "@/components/ErrorNote";
import { ProjectPick } from "@/components/ProjectPick";
import { RightsTree } from "@/components/RightsTree";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { cutTree, isRight } from "@/lib/rights";
import styles from "./Tokens.module.css";

type Props = { open: boolean; onClose: () => void; onMade: (token: NewToken) => void };
type Values = { name: string; days: number; project?: string | null };

/** What a token is for, how long it lives, and how much of one's own rights it has. */
export function NewTokenDialog({ open, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const { may } = useSession();
  const [form] = Form.useForm<Values>();
  const [scopes, setScopes] = useState<string[] | null>(null);
  const [tried, setTried] = useState(false);
  const tree = useQuery({ queryKey: keys.permissions, queryFn: getPermissions, staleTime: Infinity, enabled: open });
  const own = useMemo(() => cutTree(tree.data?.modules ?? [], (name) => isRight(name) && may(name)), [tree.data, may]);
  const close = () => {
    setScopes(null);
    setTried(false);
    create.reset();
    onClose();
  };
  const create = useMutation({
    mutationFn: ({ name, days, project }: Values) =>
      createToken({ name: name.trim(), ...(days > 0 ? { expires_days: days } : {}), ...(scopes ? { scopes } : {}), ...(project ? { project_id: project } : {}) }),
    onSuccess: (token) => {
      onMade(token);
      setScopes(null);
      setTried(false);
    },
  });
  const noScope = scopes !== null && scopes.length === 0;
  return (
    <Modal
      open={open} width={760} title={t("account.token.create")} onCancel={close} onOk={() => form.submit()} okText={t("account.token.create")}
      confirmLoading={create.isPending} destroyOnHidden
    >
      <Form
        form={form} layout="vertical" initialValues={{ name: "", days: 365 }} preserve={false}
        onFinish={(values) => {
          setTried(true);
          if (!noScope) create.mutate(values);
        }}
      >
        <Form.Item name="name" label={t("account.token.name")} rules={[{ required: true, whitespace: true, message: t("account.token.name_needed") }]}>
          <Input placeholder={t("account.token.name_hint")} maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="days" label={t("account.token.expires")}>
          <Select
            options={[30, 90, 365, 0].map((days) => ({ value: days, label: days === 0 ? t("account.token.forever") : t("account.token.days", { n: days }) }))}
          />
        </Form.Item>
        {may("project.read") && (
          <Form.Item name="project" label={t("account.token.project")} extra={t("account.token.project_hint")}>
            <ProjectPick clear placeholder={t("account.token.all_projects")} />
          </Form.Item>
        )}
        <Form.Item label={t("account.token.scopes")}>
          <Radio.Group value={scopes === null ? "all" : "some"} onChange={(event) => setScopes(event.target.value === "all" ? null : [])} data-test="token-scopes">
            <Radio value="all">{t("account.token.scopes_all")}</Radio>
            <Radio value="some">{t("account.token.scopes_some")}</Radio>
          </Radio.Group>
        </Form.Item>
        {scopes !== null && (
          <div className={styles.tree}>
            <ErrorNote error={tree.error} />
            <RightsTree tree={own} value={scopes} onChange={setScopes} />
          </div>
        )}
        {tried && noScope && <p className={styles.wrong} role="alert">{t("people.role.rights_needed")}</p>}
      </Form>
      <ErrorNote error={create.error} />
    </Modal>
  );
}
