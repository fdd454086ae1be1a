// Shows the API's description. Nothing is asked of any other server: `validatorUrl` would.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  validatorUrl: null,
});
