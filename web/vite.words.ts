// The sentences of one language alone, taken out of the pairs of src/i18n/words: a browser is sent those that it shows.
import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";

const PREFIX = "virtual:words/";
const source = fileURLToPath(new URL("./src/i18n/words/index.ts", import.meta.url));

type Pairs = Record<string, readonly [string, string]>;
type Words = { words: Pairs; late: Pairs };

export function words(): Plugin {
  // Read once for both languages and their parts.
  let read: ReturnType<typeof runnerImport<Words>> | undefined;
  return {
    name: "fovea-words",
    watchChange: () => {
      read = undefined;
    },
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      read ??= runnerImport<Words>(source, { configFile: false, logLevel: "error" });
      const { module, dependencies } = await read;
      for (const file of [source, ...dependencies]) this.addWatchFile(file);
      const side = /\/en(-late)?$/.test(id) ? 1 : 0;
      const isLate = id.endsWith("-late");
      const own = Object.fromEntries(Object.entries(module.words).filter(([key]) => key in module.late === isLate).map(([key, pair]) => [key, pair[side]]));
      return `export default ${JSON.stringify(own)};`;
    },
  };
}
