// Every number, date and unit that people read goes through here.

const locale = (language: string): string => (language === "en" ? "en-GB" : "zh-CN");

export function count(value: number, language: string): string {
  return new Intl.NumberFormat(locale(language)).format(value);
}

/** At most two decimals; scores get four with `score`. */
export function decimal(value: number, language: string, digits = 2): string {
  return new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits }).format(value);
}

export function score(value: number): string {
  return value.toFixed(4);
}

export function percent(share: number, language: string, digits = 2): string {
  return new Intl.NumberFormat(locale(language), { style: "percent", maximumFractionDigits: digits }).format(share);
}

export function bytes(value: number, language: string): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let rest = value;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${decimal(rest, language, unit === 0 ? 0 : rest < 10 ? 1 : 0)} ${units[unit] ?? ""}`;
}

export function milliseconds(value: number, language: string): string {
  return `${decimal(value, language, value < 100 ? 1 : 0)} ms`;
}

/** 45 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number, language: string): string {
  const total = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  const [hour, minute, second] = language === "en" ? ["h", "min", "s"] : ["小时", "分", "秒"];
  if (h > 0) return m > 0 ? `${h} ${hour} ${m} ${minute}` : `${h} ${hour}`;
  if (m > 0) return s > 0 ? `${m} ${minute} ${s} ${second}` : `${m} ${minute}`;
  return `${s} ${second}`;
}

export function ago(at: string, language: string, now: number = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1],
  ];
  const words = new Intl.RelativeTimeFormat(locale(language), { numeric: "auto" });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size || unit === "second") return words.format(Math.round(seconds / size), unit);
  }
  return "";
}

export function moment(at: string, language: string): string {
  return new Intl.DateTimeFormat(locale(language), {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
  }).format(new Date(at));
}

/** Hour and minute; on another day with the date. */
export function time(at: string, language: string, now: number = Date.now()): string {
  const day = (value: Date) => value.toDateString();
  const other = day(new Date(at)) !== day(new Date(now));
  return new Intl.DateTimeFormat(locale(language), { ...(other ? { month: "2-digit", day: "2-digit" } : {}), hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
}

export function clock(at: string, language: string): string {
  return new Intl.DateTimeFormat(locale(language), { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }).format(
    new Date(at),
  );
}
