import type { KeyboardEvent, MouseEvent, ReactNode } from "react";
import { Tag } from "antd";

type Props = { className?: string | undefined; color?: string; title?: string; test?: string; onPick: () => void; children: ReactNode };

/** A tag that finds others like it, by the pointer as by Enter or the space bar; the row that it stands in is not opened. */
export function PickTag({ className, color, title, test, onPick, children }: Props) {
  const pick = (event: MouseEvent | KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onPick();
  };
  return (
    <Tag
      className={className} {...(color ? { color } : {})} {...(title ? { title } : {})} role="button" tabIndex={0} data-test={test} onClick={pick}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") pick(event);
      }}
    >
      {children}
    </Tag>
  );
}
