import "@ant-design/v5-patch-for-react-19";
import "./base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./i18n";
import { Root } from "./Root";

const node = document.getElementById("root");
if (node) {
  createRoot(node).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  );
}
