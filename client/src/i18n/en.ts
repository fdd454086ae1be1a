/** The English catalogue: every area in one chunk. */
export default import.meta.glob<Record<string, string>>("./en/*.json", {
  eager: true,
  import: "default",
});
