import { ClusterOutlined, DownOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { patchAccount } from "@/api/account";
import { keys } from "@/api/keys";
import { PopItem, PopPanel, PopRule } from "@/components/PopPanel";
import { useBranding } from "@/hooks/useBranding";
import { useCluster } from "@/hooks/useCluster";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./ProjectSwitch.module.css";

/** The virtual cluster that one works in; only for those who have several. */
export function ClusterSwitch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const { me } = useSession();
  const { isOff } = useBranding();
  const { current, all, choose } = useCluster();
  const settle = useMutation({
    mutationFn: (id: string) => patchAccount({ virtual_cluster_id: id }),
    onSuccess: (next) => {
      client.setQueryData(keys.session, next);
      notify.done(t("shell.cluster.settled"));
    },
    onError: notify.failed,
  });
  if (isOff("cluster") || all.length < 2) return null;
  return (
    <PopPanel
      label={t("shell.cluster.switch")}
      face={
        <>
          <ClusterOutlined aria-hidden="true" />
          <span className={styles.name} data-test="cluster-now">{current?.name ?? t("shell.cluster.none")}</span>
          <DownOutlined className={styles.down} />
        </>
      }
    >
      {(close) => (
        <>
          {all.map((one) => (
            <PopItem
              key={one.id} current={one.id === current?.id}
              onClick={() => {
                close();
                choose(one.id);
                void client.invalidateQueries({ queryKey: keys.jobs() });
              }}
            >
              {one.id === me?.virtual_cluster_id ? t("shell.cluster.usual", { name: one.name }) : one.name}
            </PopItem>
          ))}
          <PopRule />
          {current && current.id !== me?.virtual_cluster_id && (
            <PopItem
              onClick={() => {
                close();
                settle.mutate(current.id);
              }}
            >
              {t("shell.cluster.settle", { name: current.name })}
            </PopItem>
          )}
          {current && (
            <PopItem
              onClick={() => {
                close();
                void navigate(`/virtual-clusters/${current.id}`);
              }}
            >
              {t("shell.cluster.open", { name: current.name })}
            </PopItem>
          )}
        </>
      )}
    </PopPanel>
  );
}
