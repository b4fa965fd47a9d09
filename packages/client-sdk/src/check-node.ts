import { requireNode } from "@chat/node-version";

requireNode("@chat/client-sdk");
