import { Button, Dropdown } from "antd";
import { EllipsisOutlined } from "@ant-design/icons";

export type Choice<K extends string> = { key: K; label: string; danger?: boolean };
type Props<K extends string> = { label: string; choices: readonly Choice<K>[]; onPick: (key: K) => void; bordered?: boolean; name?: string };

/** "…" with what else can be done. Opened by Enter, arrows go through it. */
export function RowMenu<K extends string>({ label, choices, onPick, bordered, name }: Props<K>) {
  if (choices.length === 0) return null;
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      menu={{
        items: choices.map((choice) => ({ ...choice })),
        // Once the menu is gone: it would take the focus along from the dialog that opens.
        onClick: ({ key }) => void setTimeout(() => onPick(key as K), 0),
      }}
    >
      <Button size="small" type={bordered ? "default" : "text"} aria-label={label} icon={<EllipsisOutlined />} data-test={name} />
    </Dropdown>
  );
}
