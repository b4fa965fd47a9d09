import { requireNode } from "@chat/node-version";

requireNode("@chat/server");
