// What can be done beside drawing: one list for keys and buttons. Adding one is an entry here and a sentence for it.
import type { Annotator } from "./annotator";
import type { Editor, Order } from "./editor";
import { channels, plainLook } from "./look";

export type CommandName =
  | "copy" | "cut" | "paste" | "duplicate" | "select_all" | "join" | "cut_out" | "to_mask" | "to_polygon" | "group" | "ungroup" | "lock" | "hide_one" | "free_all"
  | Order | "snap" | "grid" | "crosshair" | "minimap" | "result" | "smooth" | "turn_right" | "turn_left" | "mirror" | "channel" | "plain";

export type Command = {
  readonly name: CommandName;
  readonly keys: readonly string[];
  /** `object`: with what is chosen; `set`: a switch of how one works; `view`: how the picture is seen. */
  readonly group: "object" | "set" | "view";
  /** So many have to be chosen. */
  readonly needs: 0 | 1 | 2;
  run(annotator: Annotator): void;
};

const edit = (name: CommandName, keys: readonly string[], needs: Command["needs"], run: (editor: Editor) => void): Command => ({
  name, keys, needs, group: "object", run: (annotator) => annotator.act(run),
});
const order = (name: Order, key: string): Command => edit(name, [key], 1, (editor) => editor.reorder(name));
const flip = (name: "snap" | "grid" | "crosshair" | "minimap", key: string): Command => ({
  name, keys: [key], group: "set", needs: 0, run: (annotator) => annotator.set({ [name]: !annotator.settings[name] }),
});
const view = (name: CommandName, key: string, run: (annotator: Annotator) => void): Command => ({ name, keys: [key], group: "view", needs: 0, run });

export const commands: readonly Command[] = [
  edit("duplicate", ["mod+d"], 1, (editor) => editor.duplicate()),
  edit("copy", ["mod+c"], 0, (editor) => editor.copy()),
  edit("cut", ["mod+x"], 1, (editor) => editor.cutAway()),
  edit("paste", ["mod+v"], 0, (editor) => editor.paste()),
  edit("select_all", ["mod+a"], 0, (editor) => editor.chooseAll()),
  edit("join", ["j"], 2, (editor) => editor.join()),
  edit("cut_out", ["o"], 1, (editor) => editor.cutOut()),
  edit("to_mask", ["shift+m"], 1, (editor) => editor.turnInto("brush")),
  edit("to_polygon", ["shift+p"], 1, (editor) => editor.turnInto("polygon")),
  edit("group", ["mod+g"], 2, (editor) => editor.group()),
  edit("ungroup", ["mod+shift+g"], 1, (editor) => editor.ungroup()),
  order("front", "shift+pageup"),
  order("forward", "pageup"),
  order("backward", "pagedown"),
  order("back", "shift+pagedown"),
  edit("lock", ["shift+l"], 1, (editor) => editor.toggleLock()),
  edit("hide_one", ["shift+h"], 1, (editor) => editor.toggleHidden()),
  edit("free_all", ["shift+u"], 0, (editor) => editor.freeAll()),
  flip("snap", "s"),
  flip("grid", "shift+g"),
  flip("crosshair", "i"),
  flip("minimap", "y"),
  {
    name: "result", keys: ["shift+v"], group: "set", needs: 0,
    run: (annotator) => annotator.set({ as: annotator.settings.as === "polygon" ? "brush" : "polygon" }),
  },
  {
    name: "smooth", keys: ["shift+f"], group: "set", needs: 0,
    run: (annotator) => annotator.set({ smooth: annotator.settings.smooth >= 8 ? 0.5 : annotator.settings.smooth * 2 }),
  },
  view("turn_right", ".", (annotator) => annotator.turn(90)),
  view("turn_left", ",", (annotator) => annotator.turn(-90)),
  view("mirror", "/", (annotator) => annotator.turn(0, true)),
  view("channel", "c", (annotator) => {
    const { look } = annotator.stage;
    annotator.setLook({ ...look, channel: channels[(channels.indexOf(look.channel) + 1) % channels.length] ?? "all" });
  }),
  view("plain", "shift+c", (annotator) => annotator.setLook(plainLook)),
];
