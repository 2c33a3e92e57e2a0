// What others let one into; nothing where there is nothing.
import { Button } from "antd";
import { ExportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { listSharedEndpoints } from "@/api/endpoints";
import { isOver } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { useOpenEndpoint } from "../lib/useOpenEndpoint";

export function SharedEndpoints() {
  const { t } = useTranslation();
  const format = useFormat();
  const { opening, open } = useOpenEndpoint();
  const { data } = useQuery({ queryKey: keys.sharedEndpoints, queryFn: listSharedEndpoints, staleTime: 30_000 });
  const all = (data ?? []).filter((one) => !isOver({ state: one.job_state }));
  if (all.length === 0) return null;
  return (
    <Block title={t("endpoints.shared.title")}>
      <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 8 }} data-test="shared-endpoints">
        {all.map((one) => (
          <li key={`${one.job_id} ${one.endpoint}`} style={{ display: "flex", gap: 12, alignItems: "center", flexWrap: "wrap" }}>
            <StateTag state={one.job_state} />
            <span>{t("endpoints.shared.one", { endpoint: one.endpoint, kind: t(`endpoints.kind.${one.kind}`), job: one.job_name, owner: one.owner ?? "–" })}</span>
            <span style={{ color: "var(--faint)" }}>{t("endpoints.share.until", { time: format.moment(one.expires_at) })}</span>
            <Button size="small" icon={<ExportOutlined />} loading={opening === `${one.job_id} ${one.endpoint}`} onClick={() => open(one.job_id, one.endpoint)}>{t("endpoints.do.open")}</Button>
          </li>
        ))}
      </ul>
    </Block>
  );
}
