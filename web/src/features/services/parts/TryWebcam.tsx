// Judges what the camera of this computer sees, over and over; the next picture goes when the last was answered.
import { useEffect, useRef, useState } from "react";
import { Alert, Button, Select } from "antd";
import { PauseCircleOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { infer } from "@/api/services";
import type { Id, Prediction } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import styles from "./TryWebcam.module.css";

const intervals = [250, 500, 1000, 2000, 5000] as const;
type Refused = "denied" | "none" | "busy" | "lost";
type Said = { prediction: Prediction; width: number; height: number };

export function TryWebcam({ service }: { service: Id }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const every = intervals.find((one) => String(one) === search.get("every")) ?? 1000;
  const video = useRef<HTMLVideoElement>(null);
  const [on, setOn] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const [error, setError] = useState<unknown>(null);
  // Cameras are given to pages over TLS or of this computer only.
  const possible = typeof navigator.mediaDevices?.getUserMedia === "function";

  useEffect(() => {
    if (!on) return undefined;
    let stream: MediaStream | null = null;
    let ended = false;
    navigator.mediaDevices
      .getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } })
      .then((given) => {
        if (ended) {
          stopAll(given);
          return;
        }
        stream = given;
        // Pulled out, or taken away by the browser.
        for (const track of given.getTracks()) {
          track.onended = () => {
            setRefused("lost");
            setOn(false);
          };
        }
        if (video.current) {
          video.current.srcObject = given;
          void video.current.play();
        }
      })
      .catch((reason: unknown) => {
        setRefused(refusedBy(reason));
        setOn(false);
      });
    return () => {
      ended = true;
      if (stream) stopAll(stream);
    };
  }, [on]);

  useEffect(() => {
    if (!on) return undefined;
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const judge = async () => {
      const shot = await shoot(video.current);
      if (shot && !gone.signal.aborted) {
        try {
          const prediction = await infer(service, shot.picture, { heat: true, signal: gone.signal });
          setSaid({ prediction, width: shot.width, height: shot.height });
          setError(null);
        } catch (failure) {
          if (!gone.signal.aborted) setError(failure);
        }
      }
      if (!gone.signal.aborted) timer = setTimeout(() => void judge(), every);
    };
    timer = setTimeout(() => void judge(), 300);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [on, every, service]);

  if (!possible) return <Alert type="info" showIcon message={t("services.webcam.impossible")} />;
  return (
    <div className={styles.box}>
      <div className={styles.bar}>
        <Button
          data-test="webcam" type={on ? "default" : "primary"} icon={on ? <PauseCircleOutlined /> : <PlayCircleOutlined />}
          onClick={() => {
            setRefused(null);
            setSaid(null);
            setOn(!on);
          }}
        >
          {t(on ? "services.webcam.stop" : "services.webcam.start")}
        </Button>
        <label className={styles.every}>
          {t("services.webcam.every")}
          <Select size="small" value={every} onChange={(value) => search.set({ every: String(value) })} options={intervals.map((one) => ({ value: one, label: t("services.webcam.seconds", { n: format.decimal(one / 1000) }) }))} />
        </label>
        {said && <span className={styles.took}>{t("services.webcam.took", { time: format.milliseconds(said.prediction.ms.total) })}</span>}
      </div>
      {refused && <Alert type="warning" showIcon data-test={`webcam-${refused}`} message={t(`services.webcam.${refused}`)} />}
      <ErrorNote error={error} />
      {on && (
        <div className={styles.stage}>
          <video ref={video} muted playsInline className={styles.video} />
          {said && (
            <>
              {said.prediction.heat_png && <img className={styles.heat} src={`data:image/png;base64,${said.prediction.heat_png}`} alt="" />}
              <svg className={styles.heat} style={{ opacity: 1 }} viewBox={`0 0 ${said.width} ${said.height}`} aria-hidden="true">
                {said.prediction.regions.map((region, i) => (
                  <polygon key={i} points={region.polygon.map((point) => point.join()).join(" ")} fill="none" stroke="#ff5964" strokeWidth={2} vectorEffect="non-scaling-stroke" />
                ))}
              </svg>
              <span className={styles.verdict} data-verdict={said.prediction.verdict} data-test="webcam-verdict">
                {t(`common.state.${said.prediction.verdict}`)} <small>{format.score(said.prediction.score)}</small>
              </span>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function refusedBy(reason: unknown): Refused {
  const name = reason instanceof DOMException ? reason.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "none";
}

const stopAll = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

async function shoot(video: HTMLVideoElement | null): Promise<{ picture: Blob; width: number; height: number } | null> {
  if (!video || video.videoWidth === 0) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  return picture && { picture, width: canvas.width, height: canvas.height };
}
