// The two HTTP routes that every peer has: /ready, and /publish, which takes a message as JSON.
export function answer(request, response, publish) {
  if (request.method === "GET" && request.url === "/ready") return done(response, 200);
  if (request.method === "POST" && request.url === "/publish") return take(request, response, publish);
  return done(response, 404);
}

function take(request, response, publish) {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    publish(Buffer.concat(parts).toString("utf8"));
    done(response, 200);
  });
}

function done(response, status) {
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": 2 });
  response.end("{}");
}
