import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { takeTokenFromAddress } from "./api/token.ts";

takeTokenFromAddress();
createRoot(document.querySelector("#page") as Element).render(<App />);
