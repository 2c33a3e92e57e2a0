import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { queryClient } from "./api/queryClient";
import { AskHost } from "./components/AskHost";
import { MessagesProvider } from "./lib/messages";
import { ThemeProvider } from "./lib/theme";
import { router } from "./routes";

export function Root() {
  return (
    <ThemeProvider>
      <QueryClientProvider client={queryClient}>
        <MessagesProvider>
          <RouterProvider router={router} />
          <AskHost />
        </MessagesProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
