// `ws` on Node: every socket that connects hears what is posted to /publish.
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { answer } from "./publishing.js";

const server = createServer((request, response) => answer(request, response, publish));
const sockets = new WebSocketServer({ server, path: "/live", perMessageDeflate: false });

function publish(text) {
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }
}

server.listen(Number(process.argv[2]), "127.0.0.1", 2048);
