import react from "eslint-plugin-react";
import hooks from "eslint-plugin-react-hooks";
import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";
import { readdirSync } from "node:fs";

const features = readdirSync(new URL("./src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

// Arrows go one way: api, lib, i18n → hooks → components → modules → features → layout → routes. Features are strangers to each other.
const zones = [
  { target: "./src/{api,lib,i18n}", from: "./src/{hooks,components,modules,features,layout}" },
  { target: "./src/hooks", from: "./src/{components,modules,features,layout}" },
  { target: "./src/components", from: "./src/{modules,features,layout}" },
  { target: "./src/modules", from: "./src/{api,components,hooks,features,layout}" },
  { target: "./src/features", from: "./src/{layout,routes.tsx}" },
  ...features.map((name) => ({
    target: `./src/features/${name}`,
    from: "./src/features",
    except: [`./${name}`],
  })),
];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts", "public"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx,mjs,js}"],
    plugins: { react, "react-hooks": hooks, "import-x": importX },
    settings: {
      react: { version: "19.0" },
      "import-x/resolver-next": [createTypeScriptImportResolver({ project: "./tsconfig.json" })],
    },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "react/jsx-key": "error",
      // Every sentence comes from src/i18n.
      "react/jsx-no-literals": [
        "error",
        {
          allowedStrings: ["·", "–", "/", "×", "%", ":", "—", "→", "Fovea", "中文", "EN", "Ctrl K", "↵", "…"],
        },
      ],
      "no-restricted-syntax": [
        "error",
        {
          // Also within braces; units and signs between numbers are the same in every language.
          selector: ":matches(JSXElement, JSXFragment) > JSXExpressionContainer > Literal[value=/[A-Za-z]{3,}|[\\u4e00-\\u9fff]/]",
          message: "Text for people comes from src/i18n.",
        },
        {
          selector:
            ":matches(JSXElement, JSXFragment) > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{3,}|[\\u4e00-\\u9fff]/]",
          message: "Text for people comes from src/i18n.",
        },
        {
          selector:
            "JSXAttribute[name.name=/^(title|label|placeholder|alt|aria-label|okText|cancelText|description|tooltip|extra|help)$/] > Literal[value=/[A-Za-z\\u4e00-\\u9fff]/]",
          message: "Text for people comes from src/i18n.",
        },
      ],
      "import-x/no-cycle": ["error", { maxDepth: 6 }],
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "react-i18next", message: "useTranslation comes from @/i18n." },
            { name: "@/i18n/words", allowTypeImports: true, message: "Only types: both languages would go into the first page. hasKey comes from @/i18n." },
            { name: "antd", importNames: ["App"], message: "useAsk and useNotify, so that the first page stays small." },
          ],
        },
      ],
      "no-restricted-globals": ["error", { name: "fetch", message: "Go through src/api." }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  { files: ["src/api/**", "tests/**", "scripts/**"], rules: { "no-restricted-globals": "off", "no-console": "off" } },
  { files: ["src/i18n/index.ts"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/modules/annotator/**"], rules: { "no-restricted-imports": ["error", { paths: ["react", "antd"] }] } },
  { files: ["**/*.test.{ts,tsx}"], rules: { "react/jsx-no-literals": "off", "no-restricted-syntax": "off" } },
);
