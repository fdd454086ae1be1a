// Socket.IO on Node: every socket joins one room and hears what is posted to /publish.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { answer } from "./publishing.js";

const server = createServer((request, response) => answer(request, response, publish));
const io = new Server(server, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => socket.join("topic"));

function publish(text) {
  io.to("topic").emit("message", JSON.parse(text));
}

server.listen(Number(process.argv[2]), "127.0.0.1", 2048);
