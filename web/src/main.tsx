import "@ant-design/v5-patch-for-react-19";
import "./base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ready } from "./i18n";
import { Root } from "./Root";

const node = document.getElementById("root");
if (node) {
  void ready.then(() =>
    createRoot(node).render(
      <StrictMode>
        <Root />
      </StrictMode>,
    ),
  );
}
